/** Seed of every property test. `PROPERTY_SEED=n` runs them with another one. */
export const PROPERTY_SEED = Number(process.env.PROPERTY_SEED ?? 20_261_120)
