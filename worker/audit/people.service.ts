import type { AuditEntry } from '../../contracts/audit.ts'
import { CHAIN_PAGE_EVENTS } from '../../contracts/limits.ts'
import { ERASED_PERSON, type PersonalFields, type SealedPersonal } from '../../contracts/personal.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type EventRow, type OrreryEvent, personalOf, withPersonal } from '../events/registry.ts'
import type { Fill } from './cold.service.ts'
import { entryOf } from './entries.ts'
import { listMembershipWords, listOfPerson } from './repository.ts'
import type { Read } from './verify.service.ts'

/** What actors and artists are called now, and what was sealed about somebody. */
export interface People {
  names: (actors: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** By `artist:<id>`, as events name them. */
  artists: (subjects: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Events with what they say about artists in the open. */
  openArtists: (rows: readonly EventRow[]) => Promise<EventRow[]>
  /** In the order asked; null: the person was erased. */
  open: (sealed: readonly SealedPersonal[]) => Promise<(PersonalFields | null)[]>
  /** Contents that lie in files; what cannot be read is marked as away. */
  fill: Fill
}

/** Events with what they say about people opened, as far as it can still be read. */
async function openedRows(rows: readonly EventRow[], open: People['open']): Promise<EventRow[]> {
  const sealed = rows.map(personalOf)
  const present = sealed.filter((one) => one !== null)
  if (present.length === 0) return [...rows]
  const fields = await open(present)
  const opened = new Map(present.map((one, i) => [one, fields[i] ?? { name: ERASED_PERSON }]))
  return rows.map((row, i) => {
    const own = sealed[i] ?? null
    return own === null ? row : withPersonal(row, opened.get(own) ?? {})
  })
}

const ARTIST = 'artist:'

/** Events as the audit shows them. */
export async function entriesOf(rows: readonly EventRow[], people: People): Promise<AuditEntry[]> {
  const [names, artists, opened] = await Promise.all([
    people.names([...new Set(rows.map(({ actor }) => actor))]),
    people.artists([...new Set(rows.map(({ subject }) => subject).filter((one) => one.startsWith(ARTIST)))]),
    people
      .fill(rows)
      .then(people.openArtists)
      .then((whole) => openedRows(whole, people.open)),
  ])
  return opened.map((row) => entryOf(row, (one) => names.get(one) ?? artists.get(one) ?? null))
}

/** A page of what the log says that somebody did, or that was done to them, after a number. */
export async function entriesOfPerson(
  read: Read,
  people: People,
  personId: string,
  after: number,
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const rows = await read((tx) => listOfPerson(tx, personId, after, CHAIN_PAGE_EVENTS))
  const next = rows.length < CHAIN_PAGE_EVENTS ? null : (rows.at(-1)?.seq ?? null)
  // What they did to others is theirs to know; who those others are is not.
  const open: People['open'] = async (sealed) =>
    (await people.open(sealed)).map((fields, i) => (sealed[i]?.of === personId ? fields : {}))
  return { entries: await entriesOf(rows, { ...people, open }), next }
}

const JOINED: readonly OrreryEvent['type'][] = ['member.joined']
const GONE: readonly OrreryEvent['type'][] = ['member.removed', 'member.left', 'account.erased']
const PERSON = 'person:'
/** Word of the directory may be under way for so long. */
const SETTLED_AFTER_MS = 60 * 60 * 1000

/** Who is a member by the log, and who is not any more. Whoever joined or went within the hour is in neither list. */
export async function membersByLog(tx: TenantTx, now: Date): Promise<{ joined: string[]; gone: string[] }> {
  const words = await listMembershipWords(tx, [...JOINED, ...GONE])
  const settled = words.filter(({ at }) => at.getTime() < now.getTime() - SETTLED_AFTER_MS)
  const of = (types: readonly string[]) =>
    settled.filter(({ type }) => types.includes(type)).map(({ subject }) => subject.slice(PERSON.length))
  return { joined: of(JOINED), gone: of(GONE) }
}
