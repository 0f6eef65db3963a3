import { and, asc, desc, eq, gte, inArray, isNotNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { ProfileCard } from '../../contracts/artist-profiles.ts'
import type { OwnApplicationView } from '../../contracts/job-applications.ts'
import { ApplicationStage } from '../../contracts/job-stages.ts'
import { JobListing } from '../../contracts/jobs.ts'
import {
  boardWords,
  jobListings,
  newListings,
  profileCards,
  savedJobs,
  sentApplications,
} from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { member } from '../../db/d1/identity.ts'
import type { ListingFacts, ListingFilter } from './rules.ts'

/** A listing with what is kept beside it. */
export interface FoundListing {
  listing: JobListing
  tenantId: string
}

/** What a workspace hands over of a listing; its name is the directory's. */
export type ListingCopy = Omit<JobListing, 'workspaceName'>

/** A sent application as it is copied. */
export interface SentCopy {
  id: string
  personId: string
  tenantId: string
  jobId: string
  version: number
  stage: ApplicationStage
  jobTitle: string
  workspaceName: string
  appliedAt: Date
  changedAt: Date
}

const AFTER_ALL_LETTERS = '\u{10ffff}'
const beginning = (word: string) =>
  sql`(select ${boardWords.id} from ${boardWords} where ${boardWords.word} >= ${word} and ${boardWords.word} < ${word + AFTER_ALL_LETTERS})`
const exactly = (word: string) =>
  sql`(select ${boardWords.id} from ${boardWords} where ${boardWords.word} = ${word})`

/** Only the copy that was just written may bring its words: an older one that comes late changes nothing. */
function wordsFor(db: ControlDb, id: string, words: readonly string[], isCurrent: SQL) {
  return [
    db.delete(boardWords).where(and(eq(boardWords.id, id), sql`exists (${isCurrent})`)),
    db
      .insert(boardWords)
      .select(sql`select value, ${id} from json_each(${JSON.stringify(words)}) where exists (${isCurrent})`)
      .onConflictDoNothing(),
  ] as const
}

/** Stores the copy of a listing with its words, unless a newer one is there. One that was never there is new to those who look for such. */
export async function putListing(
  db: ControlDb,
  tenantId: string,
  listing: ListingCopy,
  found: ListingFacts,
): Promise<void> {
  const { id, version } = listing
  const { place, isRemote, rate, days } = found
  const row = {
    tenantId,
    version,
    body: JSON.stringify(listing),
    isClosed: listing.closedAt !== null,
    deadlineAt: new Date(listing.deadlineAt),
    firstDay: days.from,
    lastDay: days.to,
    place,
    isRemote,
    rateE4: rate?.e4 ?? null,
    rateCurrency: rate?.currency ?? null,
    ratePer: rate?.per ?? null,
    postedAt: new Date(listing.postedAt),
  }
  const isNewer = sql`${jobListings.tenantId} = ${tenantId} and ${jobListings.version} < ${version}`
  const isCurrent = sql`select 1 from ${jobListings} where id = ${id} and tenant_id = ${tenantId} and version = ${version}`
  const isNew = sql`not exists (select 1 from ${jobListings} where ${jobListings.id} = ${id})`
  await db.batch([
    db.insert(newListings).select(sql`select ${id}, '' where ${isNew}`).onConflictDoNothing(),
    db
      .insert(jobListings)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: jobListings.id, set: row, setWhere: isNewer }),
    ...wordsFor(db, id, found.words, isCurrent),
  ])
}

/** Stores the card of somebody who opted in. */
export async function putCard(
  db: ControlDb,
  of: { tenantId: string; personId: string },
  card: ProfileCard,
  words: readonly string[],
): Promise<void> {
  const { id, version, name } = card
  const row = { ...of, version, name, body: JSON.stringify(card) }
  const isNewer = sql`${profileCards.tenantId} = ${of.tenantId} and ${profileCards.version} < ${version}`
  const isCurrent = sql`select 1 from ${profileCards} where id = ${id} and tenant_id = ${of.tenantId} and version = ${version}`
  await db.batch([
    db
      .insert(profileCards)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: profileCards.id, set: row, setWhere: isNewer }),
    ...wordsFor(db, id, words, isCurrent),
  ])
}

/** Takes a card away. Its id and version stay, so that an older copy that comes late does not bring it back. */
export async function removeCard(
  db: ControlDb,
  of: { tenantId: string; personId: string },
  id: string,
  version: number,
): Promise<void> {
  const gone = { version, name: '', body: null }
  await db.batch([
    db
      .insert(profileCards)
      .values({ id, ...of, ...gone })
      .onConflictDoUpdate({
        target: profileCards.id,
        set: gone,
        setWhere: sql`${profileCards.tenantId} = ${of.tenantId} and ${profileCards.version} < ${version}`,
      }),
    ...wordsFor(
      db,
      id,
      [],
      sql`select 1 from ${profileCards} where id = ${id} and tenant_id = ${of.tenantId} and body is null`,
    ),
  ])
}

/** Stores where a sent application stands, unless something newer is there. */
export async function putSent(db: ControlDb, { id, ...row }: SentCopy): Promise<void> {
  await db
    .insert(sentApplications)
    .values({ id, ...row })
    .onConflictDoUpdate({
      target: sentApplications.id,
      set: row,
      setWhere: sql`${sentApplications.tenantId} = ${row.tenantId} and ${sentApplications.version} < ${row.version}`,
    })
}

const listed = { body: jobListings.body, tenantId: jobListings.tenantId, workspaceName: tenants.name }

function toListing(row: { body: string; tenantId: string; workspaceName: string }): FoundListing {
  const listing = JobListing.parse({ ...JSON.parse(row.body), workspaceName: row.workspaceName })
  return { listing, tenantId: row.tenantId }
}

/** A workspace that is being deleted posts nothing any more. */
const ofActive = and(eq(tenants.id, jobListings.tenantId), eq(tenants.state, 'active'))

/** What is looked for among all listings, or all but those of one workspace. */
interface OpenFilter extends ListingFilter {
  exceptTenantId?: string
}

function matches(filter: OpenFilter, now: Date) {
  const { words, skills, place, remote, minRate, from, to, exceptTenantId } = filter
  return and(
    eq(jobListings.isClosed, false),
    sql`${jobListings.deadlineAt} > ${now.getTime()}`,
    ...words.map((word) => inArray(jobListings.id, beginning(word))),
    ...skills.map((skill) => inArray(jobListings.id, exactly(skill))),
    place === null ? undefined : eq(jobListings.place, place),
    remote === null ? undefined : eq(jobListings.isRemote, remote),
    ...(minRate === null
      ? []
      : [
          gte(jobListings.rateE4, minRate.e4),
          eq(jobListings.rateCurrency, minRate.currency),
          eq(jobListings.ratePer, minRate.per),
        ]),
    from === null ? undefined : gte(jobListings.lastDay, from),
    to === null ? undefined : lte(jobListings.firstDay, to),
    exceptTenantId === undefined ? undefined : ne(jobListings.tenantId, exceptTenantId),
  )
}

/** Open listings, the newest first. `after` is the id of the last one seen. */
export async function listOpen(
  db: ControlDb,
  filter: OpenFilter,
  now: Date,
  after: string | null,
  limit: number,
): Promise<FoundListing[]> {
  const seen = sql`(select l.posted_at, l.id from job_listings l where l.id = ${after})`
  const rows = await db
    .select(listed)
    .from(jobListings)
    .innerJoin(tenants, ofActive)
    .where(
      and(
        matches(filter, now),
        after === null ? undefined : sql`(${jobListings.postedAt}, ${jobListings.id}) < ${seen}`,
      ),
    )
    .orderBy(desc(jobListings.postedAt), desc(jobListings.id))
    .limit(limit)
  return rows.map(toListing)
}

export async function countOpen(db: ControlDb, filter: ListingFilter, now: Date): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(jobListings)
    .innerJoin(tenants, ofActive)
    .where(matches(filter, now))
  return row?.count ?? 0
}

export async function findListing(db: ControlDb, id: string): Promise<FoundListing | null> {
  const [row] = await db
    .select(listed)
    .from(jobListings)
    .innerJoin(tenants, ofActive)
    .where(eq(jobListings.id, id))
  return row === undefined ? null : toListing(row)
}

/** Listings somebody saved, the last saved one first. */
export async function listSaved(
  db: ControlDb,
  personId: string,
  after: string | null,
  limit: number,
): Promise<FoundListing[]> {
  const seen = sql`(select s.saved_at, s.job_id from saved_jobs s where s.person_id = ${personId} and s.job_id = ${after})`
  const rows = await db
    .select(listed)
    .from(savedJobs)
    .innerJoin(jobListings, eq(jobListings.id, savedJobs.jobId))
    .innerJoin(tenants, ofActive)
    .where(
      and(
        eq(savedJobs.personId, personId),
        after === null ? undefined : sql`(${savedJobs.savedAt}, ${savedJobs.jobId}) < ${seen}`,
      ),
    )
    .orderBy(desc(savedJobs.savedAt), desc(savedJobs.jobId))
    .limit(limit)
  return rows.map(toListing)
}

export function countSaved(db: ControlDb, personId: string): Promise<number> {
  return db.$count(savedJobs, eq(savedJobs.personId, personId))
}

/** Of these listings those that somebody saved. */
export async function savedOf(
  db: ControlDb,
  personId: string,
  jobIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ jobId: savedJobs.jobId })
    .from(savedJobs)
    .where(and(eq(savedJobs.personId, personId), isOneOf(savedJobs.jobId, jobIds)))
  return new Set(rows.map(({ jobId }) => jobId))
}

/** One parameter however many they are: D1 takes a hundred. */
const isOneOf = (column: typeof savedJobs.jobId | typeof sentApplications.jobId, ids: readonly string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`

export async function saveJob(
  db: ControlDb,
  who: { personId: string; tenantId: string },
  jobId: string,
  now: Date,
): Promise<void> {
  await db
    .insert(savedJobs)
    .values({ ...who, jobId, savedAt: now })
    .onConflictDoNothing()
}

export async function unsaveJob(db: ControlDb, personId: string, jobId: string): Promise<void> {
  await db.delete(savedJobs).where(and(eq(savedJobs.personId, personId), eq(savedJobs.jobId, jobId)))
}

/** Somebody's applications to these listings that were not taken back. */
export async function standingOf(
  db: ControlDb,
  personId: string,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, { id: string; stage: ApplicationStage }>> {
  const rows = await db
    .select({ id: sentApplications.id, jobId: sentApplications.jobId, stage: sentApplications.stage })
    .from(sentApplications)
    .where(
      and(
        eq(sentApplications.personId, personId),
        isOneOf(sentApplications.jobId, jobIds),
        sql`${sentApplications.stage} <> 'withdrawn'`,
      ),
    )
  return new Map(rows.map(({ id, jobId, stage }) => [jobId, { id, stage: ApplicationStage.parse(stage) }]))
}

/** A sent application with its listing, where that is still there. */
export interface FoundSent {
  sent: Omit<OwnApplicationView, 'jobStatus'>
  tenantId: string
  listing: { isClosed: boolean; deadlineAt: Date } | null
}

const sentColumns = {
  sent: sentApplications,
  isClosed: jobListings.isClosed,
  deadlineAt: jobListings.deadlineAt,
}

function toSent(row: {
  sent: typeof sentApplications.$inferSelect
  isClosed: boolean | null
  deadlineAt: Date | null
}): FoundSent {
  const { personId: _person, tenantId, appliedAt, changedAt, stage, ...rest } = row.sent
  const { isClosed, deadlineAt } = row
  return {
    // Ids were checked when they were stored.
    sent: {
      ...(rest as Pick<OwnApplicationView, 'id' | 'jobId' | 'jobTitle' | 'workspaceName' | 'version'>),
      stage: ApplicationStage.parse(stage),
      appliedAt: appliedAt.toISOString(),
      changedAt: changedAt.toISOString(),
    },
    tenantId,
    listing: isClosed === null || deadlineAt === null ? null : { isClosed, deadlineAt },
  }
}

/** What somebody sent, the newest first. */
export async function listSent(
  db: ControlDb,
  personId: string,
  after: string | null,
  limit: number,
): Promise<FoundSent[]> {
  const seen = sql`(select a.applied_at, a.id from sent_applications a where a.id = ${after})`
  const rows = await db
    .select(sentColumns)
    .from(sentApplications)
    .leftJoin(jobListings, eq(jobListings.id, sentApplications.jobId))
    .where(
      and(
        eq(sentApplications.personId, personId),
        after === null ? undefined : sql`(${sentApplications.appliedAt}, ${sentApplications.id}) < ${seen}`,
      ),
    )
    .orderBy(desc(sentApplications.appliedAt), desc(sentApplications.id))
    .limit(limit)
  return rows.map(toSent)
}

export function countSent(db: ControlDb, personId: string): Promise<number> {
  return db.$count(sentApplications, eq(sentApplications.personId, personId))
}

/** One application of this person; null when there is none of that id, or it is somebody else's. */
export async function findSent(db: ControlDb, personId: string, id: string): Promise<FoundSent | null> {
  const [row] = await db
    .select(sentColumns)
    .from(sentApplications)
    .leftJoin(jobListings, eq(jobListings.id, sentApplications.jobId))
    .where(and(eq(sentApplications.personId, personId), eq(sentApplications.id, id)))
  return row === undefined ? null : toSent(row)
}

/** Whether somebody else has sent an application of that id, to whatever workspace. */
export async function isSentByOther(db: ControlDb, personId: string, id: string): Promise<boolean> {
  const [row] = await db
    .select({ personId: sentApplications.personId })
    .from(sentApplications)
    .where(eq(sentApplications.id, id))
  return row !== undefined && row.personId !== personId
}

/** Somebody who left the workspace of their profile cannot change it any more, so its card is not shown. */
const ofMember = and(
  eq(member.organizationId, profileCards.tenantId),
  eq(member.userId, profileCards.personId),
)

const cardMatches = (words: readonly string[]) =>
  and(isNotNull(profileCards.body), ...words.map((word) => inArray(profileCards.id, beginning(word))))

const toCard = ({ body }: { body: string | null }) => ProfileCard.parse(JSON.parse(body ?? 'null'))

/** Cards by name. */
export async function listCards(
  db: ControlDb,
  words: readonly string[],
  after: string | null,
  limit: number,
): Promise<ProfileCard[]> {
  const seen = sql`(select c.name, c.id from profile_cards c where c.id = ${after})`
  const rows = await db
    .select({ body: profileCards.body })
    .from(profileCards)
    .innerJoin(member, ofMember)
    .where(
      and(
        cardMatches(words),
        after === null ? undefined : sql`(${profileCards.name}, ${profileCards.id}) > ${seen}`,
      ),
    )
    .orderBy(asc(profileCards.name), asc(profileCards.id))
    .limit(limit)
  return rows.map(toCard)
}

export async function countCards(db: ControlDb, words: readonly string[]): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(profileCards)
    .innerJoin(member, ofMember)
    .where(cardMatches(words))
  return row?.count ?? 0
}

/** A card, and the workspace it was copied from. */
export async function findCard(
  db: ControlDb,
  id: string,
): Promise<{ card: ProfileCard; tenantId: string } | null> {
  const [row] = await db
    .select({ body: profileCards.body, tenantId: profileCards.tenantId })
    .from(profileCards)
    .innerJoin(member, ofMember)
    .where(and(eq(profileCards.id, id), isNotNull(profileCards.body)))
  return row === undefined ? null : { card: toCard(row), tenantId: row.tenantId }
}
