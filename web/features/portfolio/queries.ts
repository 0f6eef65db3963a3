import { queryOptions } from '@tanstack/solid-query'
import type {
  CreatePortfolioLink,
  PortfolioItem,
  PortfolioOwner,
  UpdatePortfolioItem,
} from '../../../contracts/portfolio.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

const owners = { profile: '/api/v1/artist-profiles', artist: '/api/v1/artists' } as const
const intakes = { profile: '/api/v1/portfolio-files', artist: '/api/v1/portfolio-files/artists' } as const
const downloads = { profile: 'portfolio', artist: 'artist-portfolio' } as const

const items = ({ kind, id }: PortfolioOwner) => `${owners[kind]}/${encodeURIComponent(id)}/portfolio`
const item = (owner: PortfolioOwner, itemId: string) => `${items(owner)}/${encodeURIComponent(itemId)}`
const intake = ({ kind, id }: PortfolioOwner) => `${intakes[kind]}/${encodeURIComponent(id)}`

/** Where the reader's workspace finds a file; `applicationId` where an application brought it. */
export function fileHref(
  tenantId: string,
  owner: PortfolioOwner,
  itemId: string,
  part: 'file' | 'thumbnail',
  applicationId?: string,
): string {
  const place = [tenantId, downloads[owner.kind], owner.id, itemId, part].map(encodeURIComponent).join('/')
  return `/api/v1/downloads/${place}${applicationId ? `?application=${encodeURIComponent(applicationId)}` : ''}`
}

/** What an artist of the workspace shows. */
export const artistPortfolioQuery = (workspaceId: string, artistId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'portfolio', artistId),
    queryFn: ({ signal }) => call<PortfolioItem[]>(items({ kind: 'artist', id: artistId }), { signal }),
  })

export const addLink = (owner: PortfolioOwner, body: CreatePortfolioLink) =>
  call<PortfolioItem>(items(owner), { method: 'POST', body })

export const removeItem = (owner: PortfolioOwner, itemId: string) =>
  call<{ id: string }>(item(owner, itemId), { method: 'DELETE' })

/** Of an artist only: what was removed is put back where it was, for an hour. */
export const putItemBack = (owner: PortfolioOwner, itemId: string) =>
  call<PortfolioItem>(`${item(owner, itemId)}/restore`, { method: 'POST' })

/** Of an artist only: another caption, or another place. */
export const changeItem = (owner: PortfolioOwner, itemId: string, body: UpdatePortfolioItem) =>
  call<PortfolioItem>(item(owner, itemId), { method: 'PATCH', body })

export const addFile = (owner: PortfolioOwner, title: string, file: Blob) =>
  call<PortfolioItem>(`${intake(owner)}?title=${encodeURIComponent(title)}`, { method: 'POST', body: file })

export const addThumbnail = (owner: PortfolioOwner, itemId: string, picture: Blob) =>
  call<PortfolioItem>(`${intake(owner)}/${encodeURIComponent(itemId)}/thumbnail`, {
    method: 'PUT',
    body: picture,
  })
