import type { Env as OrreryEnv } from './env.ts'

declare global {
  namespace Cloudflare {
    // What `import { env } from 'cloudflare:workers'` gives.
    interface Env extends OrreryEnv {}
  }
}
