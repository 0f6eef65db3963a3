/**
 * The form of an API key: `ork_`, 43 random letters and digits (256 bits), 6 letters and digits of checksum. The checksum tells a
 * key that was typed or cut wrongly from a real one without asking anybody, here and in whatever scans files for lost keys.
 */

export const KEY_PREFIX = 'ork_'
export const KEY_RANDOM_CHARS = 43
const CHECKSUM_CHARS = 6
/** What of a key is stored and shown to tell keys apart. */
export const KEY_START_CHARS = KEY_PREFIX.length + 5

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const FORM = new RegExp(`^${KEY_PREFIX}([0-9A-Za-z]{${KEY_RANDOM_CHARS}})([0-9A-Za-z]{${CHECKSUM_CHARS}})$`)
/** CRC-32 of IEEE 802.3, reflected. */
const POLYNOMIAL = 0xedb88320

function crc32(text: string): number {
  let crc = 0xffffffff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let i = 0; i < CHECKSUM_CHARS; i += 1) {
    digits = (ALPHABET[rest % ALPHABET.length] ?? '') + digits
    rest = Math.floor(rest / ALPHABET.length)
  }
  return digits
}

/** True when the text has the form of a key and its checksum is right. It says nothing about whether the key exists. */
export function isKeySecret(text: string): boolean {
  const found = FORM.exec(text)
  return found !== null && checksumOf(`${KEY_PREFIX}${found[1]}`) === found[2]
}

/**
 * Makes the secret of a key.
 * @param random gives fresh random bytes; those that would favour some characters are thrown away, so it may be asked again.
 */
export function keySecret(random: (bytes: number) => Uint8Array): string {
  const fair = 256 - (256 % ALPHABET.length)
  let chars = ''
  while (chars.length < KEY_RANDOM_CHARS) {
    for (const byte of random(KEY_RANDOM_CHARS)) {
      if (byte < fair && chars.length < KEY_RANDOM_CHARS) chars += ALPHABET[byte % ALPHABET.length]
    }
  }
  const body = `${KEY_PREFIX}${chars}`
  return body + checksumOf(body)
}
