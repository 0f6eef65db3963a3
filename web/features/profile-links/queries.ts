import { queryOptions } from '@tanstack/solid-query'
import type { ProfileCardView } from '../../../contracts/artist-profiles.ts'
import type { AskProfileLink, OwnProfileLinkView, ProfileLinkView } from '../../../contracts/profile-links.ts'
import { call } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'

const LINKS = '/api/v1/profile-links'
const OWN = '/api/v1/my-profile-links'
/** A card changes in another workspace, of which no frame tells here. */
const ASK_EVERY_MS = 60_000
const CARDS_SHOWN = 10

/** The newest link of an artist; null when there never was one. */
export const linkQuery = (workspaceId: string, artistId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'link', artistId),
    queryFn: async ({ signal }) =>
      (await call<ProfileLinkView[]>(`${LINKS}?artistId=${encodeURIComponent(artistId)}`, { signal }))[0] ??
      null,
    refetchInterval: ASK_EVERY_MS,
  })

/** People on the board whose card has these words. */
export const cardsQuery = (workspaceId: string, words: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'cards', words),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: String(CARDS_SHOWN), ...(words === '' ? {} : { q: words }) })
      return call<ProfileCardView[]>(`/api/v1/artist-profiles?${query}`, { signal })
    },
    ...keepPrevious,
  })

/** Requests for one's own profile, and links to it. */
export const ownLinksQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'links'),
    queryFn: ({ signal }) => call<OwnProfileLinkView[]>(OWN, { signal }),
  })

const one = (base: string, id: string) => `${base}/${encodeURIComponent(id)}`

export const askLink = (body: AskProfileLink) => call<ProfileLinkView>(LINKS, { method: 'POST', body })

export const endLink = (id: string) => call<ProfileLinkView>(one(LINKS, id), { method: 'DELETE' })

export const acceptLink = (id: string) =>
  call<OwnProfileLinkView>(`${one(OWN, id)}/accept`, { method: 'POST' })

export const endOwnLink = (id: string) => call<OwnProfileLinkView>(one(OWN, id), { method: 'DELETE' })
