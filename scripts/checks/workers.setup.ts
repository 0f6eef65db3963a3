import { applyD1Migrations } from 'cloudflare:test'
import fc from 'fast-check'
import { testEnv } from './workers-env.ts'

const { DB, PROPERTY_SEED, TEST_MIGRATIONS } = testEnv()
fc.configureGlobal({ seed: PROPERTY_SEED })
await applyD1Migrations(DB, TEST_MIGRATIONS)
