import type { Permission } from '../../contracts/permissions.ts'
import type { RecordKind, SearchHit, SearchQuery } from '../../contracts/search.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtistsById } from '../artists/service.ts'
import type { Board } from '../board/service.ts'
import { readBookingsById } from '../bookings/line.service.ts'
import { readClientsById } from '../clients/service.ts'
import { listDashboards } from '../dashboards/service.ts'
import { jobHits } from '../jobs/search.service.ts'
import { projectHits, taskHits } from '../projects/search.service.ts'
import { findMatches } from './repository.ts'
import { ranked } from './rules/rank.ts'

interface Source {
  /** Who does not hold it finds nothing of the kind. */
  permission: Permission
  /** Records as hits. They are read anew, under every policy of their own table. */
  read: (tx: TenantTx, ids: readonly string[]) => Promise<SearchHit[]>
}

/** What can be found. A new kind is a line here, and a trigger that keeps its words. */
export const sources: Readonly<Record<RecordKind, Source>> = {
  artist: { permission: 'artists.read', read: readArtists },
  booking: { permission: 'bookings.read', read: readBookings },
  client: { permission: 'clients.read', read: readClients },
  project: { permission: 'projects.read', read: projectHits },
  task: { permission: 'projects.read', read: taskHits },
  job: { permission: 'jobs.read', read: jobHits },
  dashboard: { permission: 'dashboards.read', read: readDashboards },
}

/** Kinds whose records somebody may read. */
export const kindsFor = (allows: (permission: Permission) => boolean): RecordKind[] =>
  // The keys of the table are its kinds.
  (Object.keys(sources) as RecordKind[]).filter((kind) => allows(sources[kind].permission))

/** Open jobs of other workspaces, from the board, whose words begin with those of the question. */
export async function searchBoard(
  board: Board,
  { q, limit }: SearchQuery,
  { ownTenantId, now }: { ownTenantId: string; now: Date },
): Promise<SearchHit[]> {
  const found = await board.findOthers(q, limit, ownTenantId, now)
  return found.map(({ id, title, workspaceName, place, days }) => ({
    ...{ kind: 'listing' as const, id, title, workspaceName, place, days },
  }))
}

/** Records of the kinds whose words begin with those of the question. */
export async function search(
  tx: TenantTx,
  { q, limit }: SearchQuery,
  kinds: readonly RecordKind[],
): Promise<SearchHit[]> {
  const matches = await findMatches(tx, q, kinds)
  const hits = await Promise.all(
    kinds.map((kind) => {
      const ids = matches.filter((match) => match.kind === kind).map(({ id }) => id)
      return ids.length === 0 ? [] : sources[kind].read(tx, ids)
    }),
  )
  return ranked(hits.flat(), matches, limit)
}

async function readArtists(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const found = await readArtistsById(tx, ids)
  return found.map(({ id, name, kind, headline, archivedAt }) => ({
    kind: 'artist',
    id,
    title: name,
    artistKind: kind,
    headline,
    isArchived: archivedAt !== null,
  }))
}

async function readBookings(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const found = await readBookingsById(tx, ids)
  return found.map(({ id, title, artistName, status, fromMs, toMs, days, timeZone }) => ({
    kind: 'booking',
    id,
    title,
    artistName,
    status,
    startTime: new Date(fromMs).toISOString(),
    endTime: new Date(toMs).toISOString(),
    days,
    timeZone,
  }))
}

async function readClients(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const found = await readClientsById(tx, ids)
  return found.map(({ id, name, industry, archivedAt }) => ({
    kind: 'client',
    id,
    title: name,
    industry,
    isArchived: archivedAt !== null,
  }))
}

async function readDashboards(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const all = await listDashboards(tx)
  return all
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name, kind }) => ({ kind: 'dashboard', id, title: name, dashboardKind: kind }))
}
