import { createOTP } from '@better-auth/utils/otp'

/** The code an app shows half a minute later, which the server takes already; `steps` 0: the one it shows now. */
export async function appCode(uri: string, steps = 1): Promise<string> {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const otp = createOTP(String.fromCharCode(...bytes), { digits: 6, period: 30 })
  return otp.hotp(Math.floor(Date.now() / 30_000) + steps)
}
