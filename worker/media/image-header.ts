import { err, ok, type Result } from '../../contracts/result.ts'

/** Kinds of pictures that are taken, by what a browser is told they are. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'

/** What a picture says about itself in its first bytes. */
export interface ImageHeader {
  type: ImageType
  widthPx: number
  heightPx: number
}

/** Bytes from the beginning within which a picture has to say its size; profiles and previews may stand before it. */
export const IMAGE_HEADER_BYTES_MAX = 256 * 1024

export type ImageError =
  | { code: 'not_an_image' }
  | { code: 'too_many_pixels'; widthPx: number; heightPx: number }

/**
 * What the bytes are, whatever their name or content type says. Nothing is decoded: a picture whose header is right and whose rest is
 * not shows as a broken one.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const head = bytes.subarray(0, IMAGE_HEADER_BYTES_MAX)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const found = readPng(view) ?? readWebp(view) ?? readJpeg(view)
  return found === null || found.widthPx === 0 || found.heightPx === 0 ? null : found
}

/** @param sidePxMax largest width and height: a small file can unpack to a picture that no phone can hold. */
export function checkImage(bytes: Uint8Array, sidePxMax: number): Result<ImageHeader, ImageError> {
  const header = readImageHeader(bytes)
  if (header === null) return err({ code: 'not_an_image' })
  const { widthPx, heightPx } = header
  return widthPx > sidePxMax || heightPx > sidePxMax
    ? err({ code: 'too_many_pixels', widthPx, heightPx })
    : ok(header)
}

const isText = (view: DataView, at: number, text: string): boolean =>
  view.byteLength >= at + text.length &&
  [...text].every((letter, index) => view.getUint8(at + index) === letter.charCodeAt(0))

function readPng(view: DataView): ImageHeader | null {
  // The first chunk has to be the header, 13 bytes long.
  if (!isText(view, 0, '\x89PNG\r\n\x1a\n') || view.byteLength < 24) return null
  if (view.getUint32(8) !== 13 || !isText(view, 12, 'IHDR')) return null
  return { type: 'image/png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) }
}

/** Lossy, lossless and extended files say their size in three ways. */
function readWebp(view: DataView): ImageHeader | null {
  if (!isText(view, 0, 'RIFF') || !isText(view, 8, 'WEBP') || view.byteLength < 30) return null
  const sized = (widthPx: number, heightPx: number): ImageHeader => ({
    type: 'image/webp',
    widthPx,
    heightPx,
  })
  if (isText(view, 12, 'VP8 ')) {
    if (!isText(view, 23, '\x9d\x01\x2a')) return null
    return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
  }
  if (isText(view, 12, 'VP8L')) {
    if (view.getUint8(20) !== 0x2f) return null
    const bits = view.getUint32(21, true)
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
  }
  const threeBytes = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  return isText(view, 12, 'VP8X') ? sized(threeBytes(24) + 1, threeBytes(27) + 1) : null
}

/** Markers of a frame, which says the size: all from C0 to CF but tables, arithmetic conditioning and an extension. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function readJpeg(view: DataView): ImageHeader | null {
  if (!isText(view, 0, '\xff\xd8\xff')) return null
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1 // filling
      continue
    }
    if (isFrame(marker))
      return { type: 'image/jpeg', widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5) }
    const lengthBytes = view.getUint16(at + 2)
    // Picture data before any frame, or a length that goes nowhere: this is no picture.
    if (marker === 0xda || marker === 0xd9 || lengthBytes < 2) return null
    at += 2 + lengthBytes
  }
  return null
}
