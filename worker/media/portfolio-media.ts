import {
  PORTFOLIO_FILE_BYTES_MAX,
  PORTFOLIO_IMAGE_PIXELS_MAX,
  PORTFOLIO_IMAGE_SIDE_MAX,
  PORTFOLIO_THUMBNAIL_SIDE_MAX,
} from '../../contracts/limits.ts'
import { type PortfolioFile, type PortfolioType, portfolioTypes } from '../../contracts/portfolio.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { readImageHeader } from './image-header.ts'

export type Media = Pick<PortfolioFile, 'kind' | 'type' | 'size'>

export type MediaRefusal =
  | { code: 'unsupported_media'; details: { types: readonly string[] } }
  | { code: 'image_unreadable' }
  | { code: 'image_too_large'; details: { pixelsMax: number; sideMax: number } }

/**
 * What a file is by its first bytes, which is all that decides. Pixels are counted from the header, before anybody decodes anything. What
 * begins as no kind that is taken is refused, whatever it is called: so is HTML and SVG.
 */
export function mediaOf(head: Uint8Array): Result<Media, MediaRefusal> {
  const type = typeOf(head)
  if (type === null)
    return err({ code: 'unsupported_media', details: { types: Object.keys(portfolioTypes) } })
  const kind = portfolioTypes[type]
  if (kind !== 'image') return ok({ kind, type, size: null })
  const header = readImageHeader(head)
  if (header === null) return err({ code: 'image_unreadable' })
  const size = { width: header.widthPx, height: header.heightPx }
  const isTooLarge =
    size.width * size.height > PORTFOLIO_IMAGE_PIXELS_MAX ||
    Math.max(size.width, size.height) > PORTFOLIO_IMAGE_SIDE_MAX
  if (isTooLarge)
    return err({
      code: 'image_too_large',
      details: { pixelsMax: PORTFOLIO_IMAGE_PIXELS_MAX, sideMax: PORTFOLIO_IMAGE_SIDE_MAX },
    })
  return ok({ kind, type, size })
}

/** A small picture is an image with short sides. */
export function isThumbnail(head: Uint8Array): boolean {
  const media = mediaOf(head)
  if (!media.ok || media.value.size === null) return false
  return Math.max(media.value.size.width, media.value.size.height) <= PORTFOLIO_THUMBNAIL_SIDE_MAX
}

/** So many bytes a file of a kind may have. */
export const bytesMaxOf = ({ kind }: Pick<Media, 'kind'>): number => PORTFOLIO_FILE_BYTES_MAX[kind]

const text = (head: Uint8Array, from: number, chars: number): string =>
  String.fromCharCode(...head.subarray(from, from + chars))

const begins = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte)

const M4A_BRANDS = ['M4A ', 'M4B ']
const MP4_BRANDS = ['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ', 'dash', 'MSNV']
/** The kind of Matroska that browsers play says so within so many bytes. */
const WEBM_HEAD_BYTES = 64

function typeOf(head: Uint8Array): PortfolioType | null {
  if (begins(head, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (text(head, 0, 5) === '%PDF-') return 'application/pdf'
  if (text(head, 0, 4) === 'RIFF') return riffType(text(head, 8, 4))
  if (text(head, 0, 4) === 'fLaC') return 'audio/flac'
  if (text(head, 0, 4) === 'OggS') return 'audio/ogg'
  if (text(head, 4, 4) === 'ftyp') return ftypType(text(head, 8, 4))
  if (begins(head, 0x1a, 0x45, 0xdf, 0xa3))
    return text(head, 0, WEBM_HEAD_BYTES).includes('webm') ? 'video/webm' : null
  return text(head, 0, 3) === 'ID3' || isMpegFrame(head) ? 'audio/mpeg' : null
}

const riffType = (form: string): PortfolioType | null =>
  form === 'WEBP' ? 'image/webp' : form === 'WAVE' ? 'audio/wav' : null

const ftypType = (brand: string): PortfolioType | null =>
  M4A_BRANDS.includes(brand) ? 'audio/mp4' : MP4_BRANDS.includes(brand) ? 'video/mp4' : null

/** Eleven set bits, MPEG 1 or 2, layer 3. */
const isMpegFrame = ([first = 0, second = 0]: Uint8Array): boolean =>
  first === 0xff && (second & 0xf6) === 0xf2
