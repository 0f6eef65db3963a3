import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkImage, readImageHeader } from './image-header.ts'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )
const be16 = (value: number) => [value >> 8, value & 255]
const be32 = (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]
const le16 = (value: number) => be16(value).reverse()
const le24 = (value: number) => [value & 255, (value >> 8) & 255, value >> 16]
const le32 = (value: number) => be32(value).reverse()

const png = (width: number, height: number) =>
  bytes('\x89PNG\r\n\x1a\n', be32(13), 'IHDR', be32(width), be32(height), [8, 6, 0, 0, 0], be32(0), [
    ...deflateSync(Buffer.alloc(5)),
  ])
const riff = (kind: string, body: number[]) => bytes('RIFF', le32(30), 'WEBP', kind, le32(body.length), body)
const lossy = (width: number, height: number) =>
  riff('VP8 ', [0x30, 1, 0, 0x9d, 1, 0x2a, ...le16(width), ...le16(height | 0x4000)])
const lossless = (width: number, height: number) =>
  riff('VP8L', [0x2f, ...le32((width - 1) | ((height - 1) << 14)), 0, 0, 0, 0, 0])
const extended = (width: number, height: number) =>
  riff('VP8X', [0x10, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)])
/** As cameras write them: a profile, tables and a preview's own markers before the frame. */
const jpeg = (width: number, height: number, frame = 0xc2) =>
  bytes(
    [0xff, 0xd8, 0xff, 0xe1, ...be16(10), 0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0],
    [0xff, 0xff, 0xdb, ...be16(4), 1, 2, 0xff, 0xc4, ...be16(3), 9],
    [0xff, frame, ...be16(17), 8, ...be16(height), ...be16(width), 3],
  )

describe('a picture', () => {
  it('[PX1] is known by its first bytes, with its size', () => {
    expect(readImageHeader(png(640, 70_000))).toEqual({ type: 'image/png', widthPx: 640, heightPx: 70_000 })
    expect(readImageHeader(jpeg(4032, 3024))).toEqual({ type: 'image/jpeg', widthPx: 4032, heightPx: 3024 })
    expect(readImageHeader(jpeg(1, 65_535, 0xc0))).toMatchObject({ widthPx: 1, heightPx: 65_535 })
    for (const made of [lossy, lossless, extended])
      expect(readImageHeader(made(513, 257))).toEqual({ type: 'image/webp', widthPx: 513, heightPx: 257 })
    expect(readImageHeader(lossless(16_384, 16_384))).toMatchObject({ widthPx: 16_384, heightPx: 16_384 })
  })

  it('[PX1] is none when it is something else, whatever it is called', () => {
    const none = [
      bytes(),
      bytes('GIF89a', le16(1), le16(1)),
      bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      bytes('%PDF-1.7'),
      bytes('<!doctype html><script>alert(1)</script>'),
      bytes('\x89PNG\r\n\x1a\n', be32(13), 'iTXt', be32(1), be32(1), be32(0)),
      bytes('RIFF', le32(30), 'WAVE', new Array(30).fill(0)),
      riff('VP8 ', new Array(10).fill(0)),
      jpeg(0, 10),
      png(10, 0),
      bytes([0xff, 0xd8, 0xff, 0xda], be16(8), new Array(20).fill(0xc0)),
      bytes([0xff, 0xd8, 0xff, 0xe0], be16(0), new Array(20).fill(0)),
    ]
    for (const each of none) expect(readImageHeader(each)).toBeNull()
    for (const whole of [png(9, 9), jpeg(9, 9), lossy(9, 9), extended(9, 9)])
      expect(readImageHeader(whole.subarray(0, 15))).toBeNull()
  })

  it('[PX1] never makes the reader throw or run on', () => {
    const starts = [png(9, 9), jpeg(9, 9), lossy(9, 9), lossless(9, 9), extended(9, 9)]
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.nat({ max: 40 }),
        fc.uint8Array({ maxLength: 200 }),
        (start, kept, rest) => {
          const read = readImageHeader(Uint8Array.from([...start.subarray(0, kept), ...rest]))
          expect(read === null || (read.widthPx > 0 && read.heightPx > 0)).toBe(true)
        },
      ),
    )
  })

  it('[PX2] is refused when a side is longer than what the place takes', () => {
    expect(checkImage(png(2048, 2048), 2048)).toMatchObject({ ok: true })
    expect(checkImage(png(2049, 1), 2048)).toEqual({
      ok: false,
      error: { code: 'too_many_pixels', widthPx: 2049, heightPx: 1 },
    })
    expect(checkImage(bytes('GIF89a'), 2048)).toEqual({ ok: false, error: { code: 'not_an_image' } })
  })
})
