import { z } from 'zod'

/** Passkeys of one person. */
export const PASSKEYS_MAX = 20
export const PASSKEY_NAME_CHARS_MAX = 60

/** What a browser's `PublicKeyCredential.toJSON()` gives; the parts are checked by whoever verifies them. */
const Credential = z.looseObject({ id: z.string().min(1).max(1400), type: z.literal('public-key') })

/** `POST /api/v1/me/passkeys`, after `POST /api/v1/me/passkeys/options`. */
export const AddPasskey = z.strictObject({
  name: z.string().trim().min(1).max(PASSKEY_NAME_CHARS_MAX),
  response: Credential,
})
export type AddPasskey = z.infer<typeof AddPasskey>

/** `PATCH /api/v1/me/passkeys/:id` */
export const RenamePasskey = AddPasskey.pick({ name: true })
export type RenamePasskey = z.infer<typeof RenamePasskey>

/** `POST /api/auth/passkey`, after `POST /api/auth/passkey/options`. */
export const SignInWithPasskey = z.strictObject({ response: Credential })
export type SignInWithPasskey = z.infer<typeof SignInWithPasskey>

export const PasskeyView = z.object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime() })
export type PasskeyView = z.infer<typeof PasskeyView>
