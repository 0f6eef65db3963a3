import fc from 'fast-check'
import { PROPERTY_SEED } from './seed.ts'

// A failing property prints this seed, so the same run can be repeated anywhere.
fc.configureGlobal({ seed: PROPERTY_SEED })
