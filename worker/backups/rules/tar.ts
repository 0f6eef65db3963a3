/** A tar archive (POSIX ustar) made while it is read: a head of 512 bytes, then content filled up to 512. */

const BLOCK_BYTES = 512
const NAME_BYTES_MAX = 100

const encoder = new TextEncoder()
const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`

/** The head of a file of so many bytes. Names are ours: short and plain. */
export function tarHead(name: string, bytes: number, modifiedAtMs: number): Uint8Array<ArrayBuffer> {
  if (encoder.encode(name).byteLength > NAME_BYTES_MAX)
    throw new Error(`the name ${name} is too long for a tar`)
  const head = new Uint8Array(BLOCK_BYTES)
  const put = (text: string, at: number) => head.set(encoder.encode(text), at)
  put(name, 0)
  put(octal(0o644, 7), 100)
  put(octal(0, 7), 108)
  put(octal(0, 7), 116)
  put(octal(bytes, 11), 124)
  put(octal(Math.floor(modifiedAtMs / 1000), 11), 136)
  put('        ', 148)
  put('0', 156)
  put('ustar\0', 257)
  put('00', 263)
  const sum = head.reduce((total, byte) => total + byte, 0)
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

/** What fills a file of so many bytes up to a whole block. */
export const tarFill = (bytes: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array((BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES)

/** What an archive ends with. */
export const tarEnd = (): Uint8Array<ArrayBuffer> => new Uint8Array(2 * BLOCK_BYTES)
