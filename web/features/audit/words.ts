import type { ChainFault } from '../../../contracts/audit.ts'
import type { AuditKind } from '../../../contracts/audit-kinds.ts'
import { plural } from '../../lib/i18n.ts'

const kinds: Record<AuditKind, string> = {
  workspace: 'Workspace',
  clients: 'Clients',
  metrics: 'Metrics',
  dashboards: 'Dashboards',
  imports: 'Imports',
  records: 'Records',
  connections: 'Connections',
  bookings: 'Artists and bookings',
  safety: 'Backups and deletion',
  access: 'Access',
}

const faults: Record<ChainFault['kind'], (seq: string) => string> = {
  missing: (seq) => `Entry ${seq} is missing.`,
  body: (seq) => `The content of entry ${seq} is not the one that was stored.`,
  link: (seq) => `Time, person, kind or record of entry ${seq} was changed.`,
  head: (seq) => `The log does not end with entry ${seq} as its head says.`,
  cut: (seq) => `Entry ${seq} was signed and is gone: the log was cut at its end.`,
  altered: (seq) => `Entry ${seq} was signed with another content: the log was written anew.`,
  signature: (seq) => `The signature over entry ${seq} is not ours.`,
}

/** Sentences about the audit. */
export const words = {
  title: 'Audit',
  sub: 'Who did what in this workspace, and proof that nobody rewrote it.',
  table: 'Audit entries',
  kinds,
  anyKind: 'Anything',
  anyone: 'Anyone',
  kindLabel: 'About',
  actorLabel: 'Who',
  from: 'From',
  to: 'To',
  steps: 'Show every batch and page',
  filters: 'Filters',
  record: (record: string) => `Record ${record}`,
  clear: 'Clear filters',
  what: 'What',
  number: 'Number',
  details: 'Details',
  entry: (seq: string) => `Entry ${seq}`,
  recordLabel: 'Record',
  nobody: (id: string) => `Somebody who left (${id.slice(0, 8)})`,
  key: (name: string) => `Key ${name}`,
  unknownKey: (id: string) => `A key (${id.slice(0, 8)})`,
  erased:
    'The content of this entry was erased. Its number, time, person, kind and record stay, and the proof still holds.',
  field: 'Field',
  before: 'Before',
  after: 'After',
  empty: '(empty)',
  changes: 'What changed',
  facts: 'What else is known',
  onlyRecord: 'Show everything about this record',
  none: 'Nothing happened yet',
  noneSay: 'Every change by a person, a key or Orrery itself will stand here.',
  noMatch: 'Nothing matches these filters',
  noMatchSay: 'Choose other days, another person, or clear the filters.',
  next: 'Older',
  first: 'Newest',
  export: 'Export',
  exportCsv: 'As a table (CSV)',
  exportNdjson: 'For verification (NDJSON)',
  proof: 'Proof',
  proofSay:
    'Each entry carries a hash of itself and of the one before, so a change, a gap or another order shows. Where the log stands is signed every hour in which something happens and kept apart from the database.',
  verify: 'Verify',
  verifyHere: 'Verify in this browser',
  sign: 'Sign now',
  signed: 'The log is signed as it stands now',
  checking: (checked: string, total: string) => `${checked} of ${total} entries checked`,
  good: (checked: string) => `Nothing was touched: all ${checked} entries fit`,
  goodHere: 'Worked out in this browser, from the entries as they were sent.',
  goodServer: 'Worked out on the server, next to the database.',
  heads: (compared: number, shown: string) =>
    plural(compared, { one: 'The signature fits.', other: `All ${shown} signatures fit.` }),
  noHeads: 'Nothing is signed yet, so a rewritten log could not be told from the first one. Sign it now.',
  newest: (seq: string, when: string) => `Signed up to entry ${seq}, ${when}`,
  startedAfter: (seq: string) =>
    `Older entries were pruned; the check starts at the signed checkpoint ${seq}.`,
  otherEras: (count: string) =>
    `The database was put back to an earlier state: ${count} older signatures are not compared.`,
  broken: 'The log was touched',
  fault: (fault: ChainFault, seq: string) => faults[fault.kind](seq),
  brokenNext: 'Keep an export of it, and ask whoever runs the database what happened.',
  failed: 'The check could not be finished. Try again.',
} as const
