import { passkey } from '@better-auth/passkey'
import { APIError } from 'better-auth/api'

export interface PasskeySettings {
  /** Domain the keys belong to. A browser takes no address of numbers for one. */
  rpId: string
  origins: string[]
}

/** The library's passkeys, which must prove the person as well as the device: that is why they need no second step. */
export function passkeys({ rpId, origins }: PasskeySettings) {
  return passkey({
    rpID: rpId,
    rpName: 'Orrery',
    origin: origins,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    advanced: { webAuthnChallengeCookie: 'passkey' },
    registration: {
      afterVerification: ({ verification }) => asserted(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: ({ verification }) => asserted(verification.authenticationInfo.userVerified),
    },
  })
}

/** The library only prefers that the device asked for a finger, a face or a PIN. */
function asserted(isVerified: boolean | undefined): void {
  if (isVerified !== true)
    throw new APIError('UNAUTHORIZED', {
      code: 'USER_NOT_VERIFIED',
      message: 'The device did not ask for its person',
    })
}
