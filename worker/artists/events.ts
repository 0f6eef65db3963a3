import { z } from 'zod'
import { BookableKind } from '../../contracts/artists.ts'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

/** What may change of an artist. */
const ArtistState = z.object({
  kind: BookableKind,
  name: z.string(),
  headline: z.string().nullable(),
  timeZone: z.string(),
  skills: z.array(z.object({ name: z.string(), level: z.number().int() })),
  rate: z.object({ amount: z.string(), currency: z.string(), per: z.string() }).nullable(),
  memberId: z.string().nullable().optional(),
  capacity: z.number().int(),
  archivedAt: z.string().nullable(),
  version: z.number().int(),
})

/** Which numbers it moved: those of an artist are named by it. */
const touched = TouchedMetrics.optional()
const change = z.object({ artistId: z.uuid(), before: ArtistState, after: ArtistState, touched })

export const artistCreated = defineEvent(
  'artist.created',
  1,
  z.object({ artistId: z.uuid(), after: ArtistState, touched }),
)
export const artistChanged = defineEvent('artist.changed', 1, change)
export const artistArchived = defineEvent('artist.archived', 1, change)
export const artistRestored = defineEvent('artist.restored', 1, change)

/** What was done to one item of what an artist shows. */
export const artistPortfolioChanged = defineEvent(
  'artist.portfolio_changed',
  1,
  z.object({
    artistId: z.uuid(),
    itemId: z.uuid(),
    title: z.string(),
    change: z.enum(['added', 'changed', 'removed', 'put_back', 'thumbnail']),
  }),
)
