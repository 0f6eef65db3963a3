import type { AuditExportQuery } from '../../contracts/audit.ts'
import type { ChainLink } from '../../contracts/chain.ts'
import { CHAIN_PAGE_EVENTS } from '../../contracts/limits.ts'
import type { Fill } from './cold.service.ts'
import { typesOf } from './describe.ts'
import { csvHead, csvRow } from './entries.ts'
import { entriesOf, type People } from './people.service.ts'
import { type EventFilter, listLinks } from './repository.ts'
import type { Read } from './verify.service.ts'

export function filterOf(query: Omit<AuditExportQuery, 'format'>): EventFilter {
  const { actor, record, from, to, kind, steps } = query
  return { actor, record, from, to, types: typesOf(kind, steps === 'yes') }
}

/** Pages of what a filter finds, oldest first, so that memory stays flat however long the log is. */
async function* pagesOf(read: Read, fill: Fill, filter: EventFilter): AsyncGenerator<ChainLink[]> {
  for (let after = 0; ; ) {
    const page = await read((tx) => listLinks(tx, filter, after, CHAIN_PAGE_EVENTS))
    if (page.length > 0) yield await fill(page)
    if (page.length < CHAIN_PAGE_EVENTS) return
    after = page.at(-1)?.seq ?? after
  }
}

/** One event a line, with salts and hashes: what `followChain` takes to verify the log anywhere. */
export async function* exportNdjson(read: Read, fill: Fill, filter: EventFilter): AsyncGenerator<string> {
  for await (const page of pagesOf(read, fill, filter))
    yield page.map((link) => `${JSON.stringify(link)}\n`).join('')
}

/** A table for people. `write` makes lines of cells in which nothing runs as a formula. */
export async function* exportCsv(
  read: Read,
  fill: Fill,
  filter: EventFilter,
  people: People,
  write: (rows: readonly (readonly string[])[]) => string,
): AsyncGenerator<string> {
  yield write([csvHead])
  for await (const page of pagesOf(read, fill, filter))
    yield write((await entriesOf(page, people)).map(csvRow))
}
