import { z } from 'zod'
import { PORTFOLIO_TITLE_CHARS_MAX, PORTFOLIO_URL_CHARS_MAX } from './limits.ts'

export const PortfolioItemId = z.uuid().brand<'PortfolioItemId'>()
export type PortfolioItemId = z.infer<typeof PortfolioItemId>

/** What is taken, by its first bytes; a name decides nothing. Pages and drawings that could run something are not among them. */
export const portfolioTypes = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'application/pdf': 'pdf',
  'audio/mpeg': 'audio',
  'audio/wav': 'audio',
  'audio/flac': 'audio',
  'audio/ogg': 'audio',
  'audio/mp4': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
} as const
export type PortfolioType = keyof typeof portfolioTypes
export type PortfolioFileKind = (typeof portfolioTypes)[PortfolioType]

// Object.keys forgets which keys there are; they are those of the table.
const types = Object.keys(portfolioTypes) as PortfolioType[]

const Size = z.object({ width: z.int().positive(), height: z.int().positive() })

/** A file as it was found to be. */
export const PortfolioFile = z.object({
  id: PortfolioItemId,
  kind: z.enum(['image', 'pdf', 'audio', 'video']),
  title: z.string(),
  type: z.enum(types),
  bytes: z.int().positive(),
  /** Of an image, in pixels. */
  size: Size.nullable(),
  /** There is a small picture of it. */
  hasThumbnail: z.boolean(),
})
export type PortfolioFile = z.infer<typeof PortfolioFile>

/** A video that is kept elsewhere. It is linked to; nothing of that site is loaded here. */
export const PortfolioLink = z.object({
  id: PortfolioItemId,
  kind: z.literal('link'),
  title: z.string(),
  url: z.url(),
  site: z.enum(['YouTube', 'Vimeo']),
})
export type PortfolioLink = z.infer<typeof PortfolioLink>

export const PortfolioItem = z.discriminatedUnion('kind', [PortfolioFile, PortfolioLink])
export type PortfolioItem = z.infer<typeof PortfolioItem>

export const PortfolioTitle = z.string().trim().min(1).max(PORTFOLIO_TITLE_CHARS_MAX)

const sites = {
  'www.youtube.com': 'YouTube',
  'youtube.com': 'YouTube',
  'm.youtube.com': 'YouTube',
  'youtu.be': 'YouTube',
  'vimeo.com': 'Vimeo',
  'www.vimeo.com': 'Vimeo',
} as const

/** The site an address of a video is of; null: it is of none that is known, or no plain address. */
export function siteOf(address: string): PortfolioLink['site'] | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, port, username, password } = new URL(address)
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return null
  return Object.hasOwn(sites, hostname) ? sites[hostname as keyof typeof sites] : null
}

/** Body of POST /api/v1/artist-profiles/:id/portfolio: a video at YouTube or Vimeo. Files are sent to /api/v1/portfolio-files. */
export const CreatePortfolioLink = z.strictObject({
  title: PortfolioTitle,
  url: z
    .url()
    .max(PORTFOLIO_URL_CHARS_MAX)
    .refine((address) => siteOf(address) !== null, 'a https address at YouTube or Vimeo'),
})
export type CreatePortfolioLink = z.infer<typeof CreatePortfolioLink>

/** Whose file is asked for: of a profile as its owner or its card has it, or as an application brought it. */
export interface AskedFile {
  v: 1
  profileId: string
  itemId: string
  applicationId: string | null
}

/** Where a file of a portfolio lies, and what it is. */
export interface FoundFile {
  tenantId: string
  file: PortfolioFile
}

/** Where the bytes of a file and its small picture lie in the bucket. */
export const portfolioKey = (
  of: { tenantId: string; profileId: string; itemId: string },
  part: 'file' | 'thumbnail',
): string => `${PORTFOLIO_FOLDER}/${of.tenantId}/${of.profileId}/${of.itemId}/${part}`
export const PORTFOLIO_FOLDER = 'portfolio'
