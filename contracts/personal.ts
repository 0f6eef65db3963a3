import { z } from 'zod'

/** Fields that say something about a person: name, address, device, place. One named by a JSON pointer is JSON that stood at that place of the event. */
export const PersonalFields = z.record(z.string(), z.string())
export type PersonalFields = z.infer<typeof PersonalFields>

/**
 * Personal fields as they are stored outside of the control plane: sealed under the key of whom they are about. `box` is null where that
 * person had been erased before the fact was written.
 */
export const SealedPersonal = z.object({
  /** Id of the person, `invitation:<id>` of somebody who has no account yet, or `artist:<id>`. */
  of: z.string(),
  /** base64 */
  box: z.string().nullable(),
})
export type SealedPersonal = z.infer<typeof SealedPersonal>

/** What an artist is called who was erased. */
export const ERASED_ARTIST = 'Erased artist'

/** What stands where other words about such an artist did. */
export const ERASED_WORDS = 'Erased'

/** What stands where personal fields, or the name of whoever did something, were erased. */
export const ERASED_PERSON = 'Erased person'
