import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PORTFOLIO_BYTES_MAX, PORTFOLIO_ITEMS_MAX } from '../../contracts/limits.ts'
import {
  CreatePortfolioLink,
  type PortfolioItem,
  PortfolioItemId,
  siteOf,
} from '../../contracts/portfolio.ts'
import { addItem, noteThumbnail, removeItem } from '../portfolios/rules/items.ts'
import { isThumbnail, mediaOf } from './portfolio-media.ts'

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  )
const four = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const two = (n: number) => [n >>> 8, n & 255]
const zeros = (n: number) => Array<number>(n).fill(0)

const png = (width: number, height: number) =>
  bytes([0x89], 'PNG\r\n\x1a\n', four(13), 'IHDR', four(width), four(height), zeros(5))
/** With a segment of other things before the frame, as cameras write. */
const jpeg = (width: number, height: number, frame = 0xc2) =>
  bytes(
    [0xff, 0xd8, 0xff, 0xe1, ...two(300), ...zeros(298)],
    [0xff, frame, ...two(17), 8, ...two(height), ...two(width), ...zeros(10)],
  )
const little = (n: number, count: number) => Array.from({ length: count }, (_, i) => (n >>> (8 * i)) & 255)
const webpX = (width: number, height: number) =>
  bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), little(width - 1, 3), little(height - 1, 3), zeros(4))
const webpL = (width: number, height: number) =>
  bytes(
    'RIFF',
    zeros(4),
    'WEBPVP8L',
    zeros(4),
    [0x2f],
    little((width - 1) | ((height - 1) << 14), 4),
    zeros(8),
  )
const webp = (width: number, height: number) =>
  bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(7), [0x9d, 1, 0x2a], little(width, 2), little(height, 2))

it.each([
  ['image/png', png(640, 480)],
  ['image/jpeg', jpeg(640, 480)],
  ['image/jpeg', jpeg(640, 480, 0xc0)],
  ['image/webp', webpX(640, 480)],
  ['image/webp', webpL(640, 480)],
  ['image/webp', webp(640, 480)],
])('[JB22] takes %s and reads its pixels from the header', (type, head) => {
  expect(mediaOf(head)).toEqual({
    ok: true,
    value: { kind: 'image', type, size: { width: 640, height: 480 } },
  })
  expect(isThumbnail(head)).toBe(true)
})

it.each([
  ['application/pdf', 'pdf', bytes('%PDF-1.7\n')],
  ['audio/mpeg', 'audio', bytes('ID3', [4])],
  ['audio/mpeg', 'audio', bytes([0xff, 0xfb, 0x90])],
  ['audio/wav', 'audio', bytes('RIFF', zeros(4), 'WAVEfmt ')],
  ['audio/flac', 'audio', bytes('fLaC')],
  ['audio/ogg', 'audio', bytes('OggS')],
  ['audio/mp4', 'audio', bytes(zeros(4), 'ftypM4A ')],
  ['video/mp4', 'video', bytes(zeros(4), 'ftypisom')],
  ['video/webm', 'video', bytes([0x1a, 0x45, 0xdf, 0xa3], zeros(20), 'webm')],
])('[JB22] takes %s as %s', (type, kind, head) => {
  expect(mediaOf(head)).toEqual({ ok: true, value: { kind, type, size: null } })
  expect(isThumbnail(head)).toBe(false)
})

it.each([
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'],
  ['SVG behind its declaration', '<?xml version="1.0"?><svg/>'],
  ['HTML', '<!doctype html><script>alert(1)</script>'],
  ['HTML with a PDF inside', '<html>%PDF-1.7'],
  ['a picture of another kind', 'GIF89a'],
  ['an archive', 'PK\x03\x04'],
  ['a program', 'MZ'],
  ['another film', '\0\0\0\0ftypqt  '],
  ['Matroska that browsers do not play', '\x1aEß£ matroska'],
  ['nothing', ''],
])('[JB22] refuses %s', (_name, said) => {
  expect(mediaOf(bytes(said))).toMatchObject({ ok: false, error: { code: 'unsupported_media' } })
})

it('[JB22] refuses an image of too many pixels, without a size, or cut off', () => {
  for (const head of [png(100_000, 100_000), jpeg(20_000, 10), webpX(16_000, 16_000)])
    expect(mediaOf(head)).toMatchObject({ ok: false, error: { code: 'image_too_large' } })
  const scanFirst = bytes([0xff, 0xd8, 0xff, 0xda, ...two(4), 0, 0])
  for (const head of [png(0, 5), png(9, 9).subarray(0, 20), jpeg(9, 9).subarray(0, 305), scanFirst])
    expect(mediaOf(head)).toEqual({ ok: false, error: { code: 'image_unreadable' } })
  expect(isThumbnail(png(2000, 20))).toBe(false)
})

it('[JB22] answers for any bytes, also behind a good beginning', () => {
  const starts = [
    png(9, 9).subarray(0, 8),
    jpeg(9, 9).subarray(0, 4),
    bytes('RIFF', zeros(4), 'WEBP'),
    bytes(),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      const found = mediaOf(Uint8Array.from([...start, ...rest]))
      return found.ok || found.error.code.length > 0
    }),
  )
})

it.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'YouTube'],
  ['https://youtu.be/dQw4w9WgXcQ', 'YouTube'],
  ['https://vimeo.com/76979871', 'Vimeo'],
  ['http://vimeo.com/76979871', null],
  ['https://vimeo.com.example/76979871', null],
  ['https://youtube.com@evil.example/', null],
  ['https://me:secret@vimeo.com/1', null],
  ['https://vimeo.com:8443/1', null],
  ['javascript:alert(1)//vimeo.com', null],
  ['constructor', null],
])('[JB23] says of %s that it is of %s', (address, site) => {
  expect(siteOf(address)).toBe(site)
  expect(CreatePortfolioLink.safeParse({ title: 'Reel', url: address }).success).toBe(site !== null)
})

it('[JB22] has so many items and bytes in all, and a small picture of an image only', () => {
  const id = (n: number) => PortfolioItemId.parse(`01900000-0000-7000-8000-${String(n).padStart(12, '0')}`)
  const link = (n: number): PortfolioItem => ({
    ...{ id: id(n), kind: 'link', title: 'Reel' },
    ...{ url: 'https://vimeo.com/1', site: 'Vimeo' },
  })
  const film = (n: number, size: number): PortfolioItem => ({
    ...{ id: id(n), kind: 'video', title: 'Reel', type: 'video/mp4', bytes: size },
    ...{ size: null, hasThumbnail: false },
  })
  const full = Array.from({ length: PORTFOLIO_ITEMS_MAX }, (_, n) => link(n))
  expect(addItem(full, link(99))).toMatchObject({ error: { code: 'limit_reached' } })
  expect(addItem([film(1, PORTFOLIO_BYTES_MAX)], film(2, 1))).toMatchObject({
    error: { code: 'portfolio_full' },
  })
  expect(addItem([film(1, PORTFOLIO_BYTES_MAX - 1)], film(2, 1)).ok).toBe(true)
  expect(removeItem(full, id(3))).toMatchObject({ ok: true })
  expect(removeItem(full, id(99))).toEqual({ ok: false, error: { code: 'not_found' } })
  expect(noteThumbnail([film(1, 5)], id(1))).toEqual({ ok: false, error: { code: 'not_found' } })
})
