import { type Argon2HashOptions, Argon2Type, Argon2Version } from '@phi-ag/argon2'

/**
 * The first of the settings for Argon2id that OWASP's Password Storage Cheat Sheet calls enough at the least: 19 MiB, two passes,
 * one lane. An isolate has 128 MB and one thread, so more memory or lanes would buy nothing here.
 */
export const PASSWORD_COST: Partial<Argon2HashOptions> = {
  type: Argon2Type.Argon2id,
  version: Argon2Version.Version13,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  hashLength: 32,
}
