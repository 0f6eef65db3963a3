import type { ProfileCard } from '../../contracts/artist-profiles.ts'
import type { JobSearchId } from '../../contracts/ids.ts'
import type { OwnApplicationView } from '../../contracts/job-applications.ts'
import type { CreateJobSearch, JobSearchView } from '../../contracts/job-searches.ts'
import type { JobListing, JobStatus, JobsQuery } from '../../contracts/jobs.ts'
import { SAVED_JOBS_MAX, SAVED_SEARCHES_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { type ControlDb, openControl } from '../../db/d1/client.ts'
import * as rows from './repository.ts'
import { factsOf, filterOf, searchedWords, wordsOf } from './rules.ts'
import * as searches from './searches.repository.ts'

export type { FoundListing, ListingCopy, SentCopy } from './repository.ts'

/** Somebody who looks for work, and the workspace in which they do. */
export interface Seeker {
  personId: string
  tenantId: string
}

type LimitRefusal = { code: 'limit_reached'; details: { limit: number } }

/** A page of something, with how many there are on all pages. */
interface Page<T> {
  found: T[]
  nextCursor: string | null
  total: number
}

/** Whether one can still apply, at a moment. */
export function statusAt(of: { isClosed: boolean; deadlineAt: Date }, now: Date): JobStatus {
  if (of.isClosed) return 'closed'
  return of.deadlineAt <= now ? 'ended' : 'open'
}

/** What everybody may read: copies of listings and cards in the control plane, and what one person keeps and sent. */
export class Board {
  private readonly db: ControlDb

  constructor(binding: D1Database) {
    this.db = openControl(binding)
  }

  /** Copies a listing, unless a newer copy is there. */
  putListing(tenantId: string, listing: rows.ListingCopy): Promise<void> {
    return rows.putListing(this.db, tenantId, listing, factsOf(listing))
  }

  /** Copies a card; null takes it away. */
  putCard(
    of: { tenantId: string; personId: string; id: string; version: number },
    card: ProfileCard | null,
  ): Promise<void> {
    const { id, version, ...whose } = of
    if (card === null) return rows.removeCard(this.db, whose, id, version)
    const { name, headline, about, place, skills, experience } = card
    const texts = [name, headline, place, ...skills.map((skill) => skill.name)]
    const words = wordsOf([...texts, ...experience.map(({ title }) => title), about])
    return rows.putCard(this.db, whose, card, words)
  }

  putSent(sent: rows.SentCopy): Promise<void> {
    return rows.putSent(this.db, sent)
  }

  async listOpen(query: JobsQuery, now: Date): Promise<Page<rows.FoundListing>> {
    const filter = filterOf(query)
    const [found, total] = await Promise.all([
      rows.listOpen(this.db, filter, now, query.cursor ?? null, query.limit + 1),
      rows.countOpen(this.db, filter, now),
    ])
    return pageOf(found, query.limit, total, ({ listing }) => listing.id)
  }

  /** The newest open listings of other workspaces by their words; none where the question holds no word. */
  async findOthers(q: string, limit: number, ownTenantId: string, now: Date): Promise<JobListing[]> {
    const filter = filterOf({ q })
    if (filter.words.length === 0) return []
    const found = await rows.listOpen(this.db, { ...filter, exceptTenantId: ownTenantId }, now, null, limit)
    return found.map(({ listing }) => listing)
  }

  async listSaved(personId: string, { cursor, limit }: JobsQuery): Promise<Page<rows.FoundListing>> {
    const [found, total] = await Promise.all([
      rows.listSaved(this.db, personId, cursor ?? null, limit + 1),
      rows.countSaved(this.db, personId),
    ])
    return pageOf(found, limit, total, ({ listing }) => listing.id)
  }

  findListing(id: string): Promise<rows.FoundListing | null> {
    return rows.findListing(this.db, id)
  }

  /** What one person has to do with these listings. */
  async marksOf(personId: string, jobIds: readonly string[]) {
    const [saved, standing] = await Promise.all([
      rows.savedOf(this.db, personId, jobIds),
      rows.standingOf(this.db, personId, jobIds),
    ])
    return { saved, standing }
  }

  /** Keeps a listing on somebody's list; saving it twice is saving it once. */
  async save(who: Seeker, jobId: string, now: Date): Promise<Result<null, LimitRefusal>> {
    if ((await rows.countSaved(this.db, who.personId)) >= SAVED_JOBS_MAX)
      return err({ code: 'limit_reached', details: { limit: SAVED_JOBS_MAX } })
    await rows.saveJob(this.db, who, jobId, now)
    return ok(null)
  }

  unsave(personId: string, jobId: string): Promise<void> {
    return rows.unsaveJob(this.db, personId, jobId)
  }

  listSearches(personId: string): Promise<JobSearchView[]> {
    return searches.listSearches(this.db, personId, SAVED_SEARCHES_MAX)
  }

  /** Keeps a search; keeping it twice under one id is keeping it once. */
  async keepSearch(
    who: Seeker,
    said: CreateJobSearch & { id: JobSearchId },
    now: Date,
  ): Promise<Result<JobSearchView, LimitRefusal | { code: 'already_exists'; details: { field: 'id' } }>> {
    const kept = await searches.listSearches(this.db, who.personId, SAVED_SEARCHES_MAX)
    if (kept.length >= SAVED_SEARCHES_MAX && !kept.some(({ id }) => id === said.id))
      return err({ code: 'limit_reached', details: { limit: SAVED_SEARCHES_MAX } })
    await searches.insertSearch(this.db, who, said, now)
    const view = await searches.findSearch(this.db, who.personId, said.id)
    return view === null ? err({ code: 'already_exists', details: { field: 'id' } }) : ok(view)
  }

  /** False: the person keeps no search of that id. */
  removeSearch(personId: string, id: string): Promise<boolean> {
    return searches.deleteSearch(this.db, personId, id)
  }

  async listSent(
    personId: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
    now: Date,
  ): Promise<Page<OwnApplicationView>> {
    const [found, total] = await Promise.all([
      rows.listSent(this.db, personId, cursor ?? null, limit + 1),
      rows.countSent(this.db, personId),
    ])
    const views = found.map((one) => ownViewOf(one, now))
    return pageOf(views, limit, total, ({ id }) => id)
  }

  /** One application of this person, and the workspace it was sent to. */
  async findSent(
    personId: string,
    id: string,
    now: Date,
  ): Promise<{ view: OwnApplicationView; tenantId: string } | null> {
    const found = await rows.findSent(this.db, personId, id)
    return found === null ? null : { view: ownViewOf(found, now), tenantId: found.tenantId }
  }

  /** Whether somebody else has sent an application of that id: the copies of all workspaces are one list. */
  isSentByOther(personId: string, id: string): Promise<boolean> {
    return rows.isSentByOther(this.db, personId, id)
  }

  async listCards(query: { q?: string | undefined; cursor?: string | undefined; limit: number }) {
    const words = searchedWords(query.q ?? '')
    const [found, total] = await Promise.all([
      rows.listCards(this.db, words, query.cursor ?? null, query.limit + 1),
      rows.countCards(this.db, words),
    ])
    return pageOf(found, query.limit, total, ({ id }) => id)
  }

  /** The card of somebody who opted in, and the workspace they keep their profile in. */
  findCard(id: string): Promise<{ card: ProfileCard; tenantId: string } | null> {
    return rows.findCard(this.db, id)
  }
}

const ownViewOf = ({ sent, listing }: rows.FoundSent, now: Date): OwnApplicationView => ({
  ...sent,
  jobStatus: listing === null ? null : statusAt(listing, now),
})

function pageOf<T>(found: T[], limit: number, total: number, idOf: (one: T) => string): Page<T> {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { found: page, nextCursor: found.length > limit && last !== undefined ? idOf(last) : null, total }
}
