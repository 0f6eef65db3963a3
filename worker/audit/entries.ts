import type { AuditEntry } from '../../contracts/audit.ts'
import { type EventRow, readEvent } from '../events/registry.ts'
import { kindOf, sayEvent } from './describe.ts'
import type { NameOf } from './description.ts'
import { changesOf, factsOf, fieldWords } from './rules/fields.ts'

/** People of ours are not members of the workspace, so their names are not its business; their ids stand in the log. */
const SUPPORT_NAME = 'Orrery support'

const ERASED = 'did something whose content was erased'
const AWAY = 'did something whose content lies in the archive, which cannot be read just now'

/** An event as the audit shows it. */
export function entryOf(row: EventRow, nameOf: NameOf): AuditEntry {
  const { seq, at, type, subject } = row
  const event = readEvent(row)
  const [kind = '', ...rest] = row.actor.split(':')
  const id = rest.join(':')
  const name =
    kind === 'system' ? `Orrery (${fieldWords(id)})` : kind === 'support' ? SUPPORT_NAME : nameOf(row.actor)
  return {
    seq,
    at,
    type,
    kind: kindOf(type),
    actor: { kind, id, name },
    record: subject,
    what: event === null ? (row.isAway ? AWAY : ERASED) : sayEvent(event, nameOf),
    changes: event === null ? [] : changesOf(event.data),
    facts: event === null ? [] : factsOf(event.data),
    isErased: event === null && !row.isAway,
  }
}

/** Columns of the export, in the order of `csvRow`. */
export const csvHead = [
  'number',
  'time',
  'kind',
  'who',
  'who (id)',
  'what',
  'record',
  'changes',
  'details',
] as const

/** One entry as cells. */
export function csvRow(entry: AuditEntry): string[] {
  const { actor } = entry
  return [
    String(entry.seq),
    entry.at,
    entry.type,
    actor.name ?? '',
    `${actor.kind}:${actor.id}`,
    entry.what,
    entry.record,
    entry.changes
      .map(({ field, before, after }) => `${field}: ${before ?? '–'} → ${after ?? '–'}`)
      .join('; '),
    entry.facts.map(({ name, value }) => `${name}: ${value}`).join('; '),
  ]
}
