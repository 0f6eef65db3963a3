import { z } from 'zod'
import { PORTFOLIO_ITEMS_MAX, PORTFOLIO_TITLE_CHARS_MAX, PORTFOLIO_URL_CHARS_MAX } from './limits.ts'

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

/**
 * Body of POST /api/v1/artist-profiles/:id/portfolio and /api/v1/artists/:id/portfolio: a video at YouTube or Vimeo. Files are sent to
 * /api/v1/portfolio-files.
 */
export const CreatePortfolioLink = z.strictObject({
  title: PortfolioTitle,
  url: z
    .url()
    .max(PORTFOLIO_URL_CHARS_MAX)
    .refine((address) => siteOf(address) !== null, 'a https address at YouTube or Vimeo'),
})
export type CreatePortfolioLink = z.infer<typeof CreatePortfolioLink>

/** Body of PATCH /api/v1/artists/:id/portfolio/:itemId: another caption, another place counted from 0 (beyond the end: the last), or both. */
export const UpdatePortfolioItem = z.strictObject({
  title: PortfolioTitle.optional(),
  place: z
    .int()
    .min(0)
    .max(PORTFOLIO_ITEMS_MAX - 1)
    .optional(),
})
export type UpdatePortfolioItem = z.infer<typeof UpdatePortfolioItem>

/** What an artist of a workspace shows, and what was removed a moment ago: it can be put back where it was. */
export const ArtistPortfolio = z.object({
  items: z.array(PortfolioItem),
  removed: z.array(z.object({ item: PortfolioItem, place: z.int().min(0), removedAt: z.iso.datetime() })),
})
export type ArtistPortfolio = z.infer<typeof ArtistPortfolio>

/** Whose works they are: of somebody's own profile, or of an artist of the workspace. */
export interface PortfolioOwner {
  kind: 'profile' | 'artist'
  id: string
}

/** Whose file is asked for: of an artist, of a profile as its owner or its card has it, or as an application brought it. */
export interface AskedFile {
  v: 1
  owner: PortfolioOwner
  itemId: string
  applicationId: string | null
}

/** Where a file of a portfolio lies, and what it is. */
export interface FoundFile {
  tenantId: string
  file: PortfolioFile
}

export const PORTFOLIO_FOLDER = 'portfolio'

/** Where all files of one portfolio lie in the bucket. */
export const portfolioFolder = (tenantId: string, { kind, id }: PortfolioOwner): string =>
  `${PORTFOLIO_FOLDER}/${tenantId}/${kind === 'artist' ? 'artists/' : ''}${id}/`

/** Where the bytes of a file and its small picture lie in the bucket. */
export const portfolioKey = (
  of: { tenantId: string; owner: PortfolioOwner; itemId: string },
  part: 'file' | 'thumbnail',
): string => `${portfolioFolder(of.tenantId, of.owner)}${of.itemId}/${part}`
