import {
  DEADLINE_NOTICE_MS,
  DEADLINES_PER_SWEEP_MAX,
  NEW_LISTINGS_PER_SWEEP_MAX,
  SEARCHES_PER_PAGE,
  SEARCHES_PER_SWEEP_MAX,
  SEEKERS_PER_MESSAGE_MAX,
} from '../../contracts/limits.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import type { QueueMessage } from '../../queues/messages.ts'
import * as rows from './news.repository.ts'
import { factsOf, filterOf, finds } from './rules.ts'

type JobTold = Extract<QueueMessage, { kind: 'job.told' }>

export interface NewsDeps {
  db: ControlDb
  send: (messages: readonly JobTold[]) => Promise<unknown>
}

/**
 * Holds new listings against saved searches, some searches at a time: where it ends the next sweep goes on. A message is sent before it is
 * noted how far it came, so it may come twice; of one listing a person is told once.
 */
export async function sendNewListings({ db, send }: NewsDeps, now: Date): Promise<void> {
  await rows.dropEnded(db, now)
  let left = SEARCHES_PER_SWEEP_MAX
  for (const one of await rows.listNew(db, NEW_LISTINGS_PER_SWEEP_MAX)) {
    const facts = factsOf(one.listing)
    let after: string | null = one.after
    while (after !== null && left > 0) {
      const page = await rows.listSearchesAfter(db, { ...one, after }, SEARCHES_PER_PAGE)
      left -= page.length
      const found = page.filter(({ filter }) => finds(filterOf(filter), facts))
      await send(messagesOf('found', one.listing.id, found))
      after = page.length < SEARCHES_PER_PAGE ? null : (page.at(-1)?.id ?? null)
      await rows.noteLooked(db, one.listing.id, after)
    }
  }
}

/** Has people told of deadlines of saved jobs that are near and that they were not told of; who is left comes with the next sweep. */
export async function sendNearDeadlines({ db, send }: NewsDeps, now: Date): Promise<void> {
  const until = new Date(now.getTime() + DEADLINE_NOTICE_MS)
  const near = await rows.listNearDeadlines(db, now, until, DEADLINES_PER_SWEEP_MAX)
  for (const [jobId, of] of groupedBy(near, ({ jobId }) => jobId)) {
    await send(messagesOf('deadline', of[0].jobId, of))
    const { deadlineAt } = of[0]
    for (const some of inParts(of.map(({ personId }) => personId)))
      await rows.markDeadlineTold(db, { jobId, deadlineAt, personIds: some })
  }
}

function messagesOf(
  about: JobTold['about'],
  jobId: string,
  people: readonly { personId: string; tenantId: string }[],
): JobTold[] {
  return [...groupedBy(people, ({ tenantId }) => tenantId)].flatMap(([tenantId, of]) =>
    inParts([...new Set(of.map(({ personId }) => personId))]).map((personIds) => ({
      ...{ v: 1 as const, kind: 'job.told' as const, tenantId, about },
      // Ids of listings were checked when they were stored.
      jobId: jobId as JobTold['jobId'],
      personIds,
    })),
  )
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

function inParts(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let i = 0; i < ids.length; i += SEEKERS_PER_MESSAGE_MAX)
    parts.push(ids.slice(i, i + SEEKERS_PER_MESSAGE_MAX))
  return parts
}
