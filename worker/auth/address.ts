import { ADDRESS_LINK_SECONDS } from '../../contracts/session.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import type { Auth } from './auth.ts'
import type { MailPort } from './mail.ts'
import { addressAskedMail, addressChangedMail, newAddressMail } from './mails.ts'
import { findPerson, findPersonByEmail, forgetProofs, moveAddress, type StoredPerson } from './repository.ts'
import { base64url, fromBase64url } from './secrets.ts'

/** What a change of address works with. */
export interface AddressDeps {
  db: ControlDb
  auth: () => Auth
  mail: MailPort
  now: () => Date
  /** Public address of the site. */
  origin: string
}

// The library's own change of address signs in whoever opens the link, past a second factor, and its link works again and again.
const purpose = (token: string) => `new-address:${token}`
const SECRET_BYTES = 24

/** Sends a link to the new address and word to the old one. An address of somebody else gets no mail; the caller is not told. */
export async function askForAddress(deps: AddressDeps, person: StoredPerson, email: string): Promise<void> {
  const wanted = email.toLowerCase()
  if (wanted === person.email || (await findPersonByEmail(deps.db, wanted))) return
  const secret = base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))
  // The address travels in the link: only the hash of the whole is stored, so it cannot be exchanged.
  const token = `${secret}.${base64url(new TextEncoder().encode(wanted))}`
  const { internalAdapter } = await deps.auth().$context
  await internalAdapter.createVerificationValue({
    identifier: purpose(token),
    value: person.id,
    expiresAt: new Date(deps.now().getTime() + ADDRESS_LINK_SECONDS * 1000),
  })
  await deps.mail.send(newAddressMail(deps.origin, wanted, token))
  await deps.mail.send(addressAskedMail(deps.origin, person.email, wanted))
}

function addressIn(token: string): string | null {
  const coded = token.split('.')[1] ?? ''
  try {
    return new TextDecoder().decode(fromBase64url(coded))
  } catch {
    return null
  }
}

/** Uses such a link up and says whose address it changed. Null when it is no good, or somebody else has the address by now. */
export async function takeAddress(deps: AddressDeps, token: string): Promise<string | null> {
  const email = addressIn(token)
  const { internalAdapter } = await deps.auth().$context
  const asked = email === null ? null : await internalAdapter.consumeVerificationValue(purpose(token))
  if (email === null || !asked) return null
  const before = await findPerson(deps.db, asked.value)
  if (!before || !(await moveAddress(deps.db, before.id, email, deps.now()))) return null
  await forgetProofs(deps.db, before.id)
  await deps.mail.send(addressChangedMail(before.email, email))
  return before.id
}
