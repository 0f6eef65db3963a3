import { z } from 'zod'
import { BookableKind } from '../../contracts/artists.ts'
import { SealedPersonal } from '../../contracts/personal.ts'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

/** What may change of an artist. Its words are not there while they are sealed. */
const ArtistState = z.object({
  kind: BookableKind,
  name: z.string().optional(),
  headline: z.string().nullable().optional(),
  timeZone: z.string(),
  skills: z.array(z.object({ name: z.string(), level: z.number().int() })).optional(),
  rate: z.object({ amount: z.string(), currency: z.string(), per: z.string() }).nullable().optional(),
  memberId: z.string().nullable().optional(),
  capacity: z.number().int(),
  archivedAt: z.string().nullable(),
  version: z.number().int(),
})

/** Which numbers it moved: those of an artist are named by it. */
const touched = TouchedMetrics.optional()
/** What it says about the artist, sealed; not there in events that were written in the open, and in opened ones. */
const personal = SealedPersonal.optional()
const change = z.object({ artistId: z.uuid(), before: ArtistState, after: ArtistState, touched, personal })
const wordsAfter = ['/after/name', '/after/headline', '/after/skills', '/after/rate'] as const
const words = ['/before/name', '/before/headline', '/before/skills', '/before/rate', ...wordsAfter] as const

export const artistCreated = defineEvent(
  'artist.created',
  1,
  z.object({ artistId: z.uuid(), after: ArtistState, touched, personal }),
  wordsAfter,
)
export const artistChanged = defineEvent('artist.changed', 1, change, words)
export const artistArchived = defineEvent('artist.archived', 1, change, words)
export const artistRestored = defineEvent('artist.restored', 1, change, words)

/** What was personal about it went; what the log says of it opens no more. */
export const artistErased = defineEvent('artist.erased', 1, z.object({ artistId: z.uuid(), touched }))

/** What was done to one item of what an artist shows. */
export const artistPortfolioChanged = defineEvent(
  'artist.portfolio_changed',
  1,
  z.object({
    artistId: z.uuid(),
    itemId: z.uuid(),
    title: z.string().optional(),
    change: z.enum(['added', 'changed', 'removed', 'put_back', 'thumbnail']),
    personal,
  }),
  ['/title'],
)
