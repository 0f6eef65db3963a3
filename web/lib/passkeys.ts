/** Browsers keep passkeys for a name only: on `127.0.0.1` there are none, on `localhost` there are. */
export const canUsePasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function' &&
  !/^[\d.]+$|^\[/.test(location.hostname)

/** The person closed the browser's window, or the device knows no such key: not a fault, and not to be told as one. */
export class PasskeyDismissed extends Error {
  override readonly name = 'PasskeyDismissed'
}

async function ask(action: () => Promise<Credential | null>): Promise<object> {
  let credential: Credential | null
  try {
    credential = await action()
  } catch (thrown) {
    if (thrown instanceof DOMException && (thrown.name === 'NotAllowedError' || thrown.name === 'AbortError'))
      throw new PasskeyDismissed()
    throw thrown
  }
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyDismissed()
  return credential.toJSON()
}

/** Has the device make a new key; the server's options come as JSON. */
export const createPasskey = (options: PublicKeyCredentialCreationOptionsJSON): Promise<object> =>
  ask(() =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  )

/** Has the device answer a challenge with a key it keeps. */
export const answerWithPasskey = (options: PublicKeyCredentialRequestOptionsJSON): Promise<object> =>
  ask(() =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  )

/** Browsers that offer keys among the addresses they fill in, before anybody has asked for one. */
export const canOfferPasskeys = async (): Promise<boolean> =>
  canUsePasskeys() &&
  typeof PublicKeyCredential.isConditionalMediationAvailable === 'function' &&
  (await PublicKeyCredential.isConditionalMediationAvailable())

/** Waits until the person chooses a key among what the browser fills in; nothing is shown before. */
export const offerPasskey = (
  options: PublicKeyCredentialRequestOptionsJSON,
  signal: AbortSignal,
): Promise<object> =>
  ask(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      mediation: 'conditional',
      signal,
    }),
  )
