import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: [
    './db/d1/identity.ts',
    './db/d1/directory.ts',
    './db/d1/tokens.ts',
    './db/d1/security.ts',
    './db/d1/privacy.ts',
    './db/d1/board.ts',
    './db/d1/sso.ts',
  ],
  out: './db/migrations/d1',
  migrations: { prefix: 'timestamp' },
})
