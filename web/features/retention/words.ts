import type { RetentionRule } from '../../../contracts/retention.ts'
import { plural } from '../../lib/i18n.ts'

interface RuleWords {
  name: string
  kept: string
  after: string
}

/** What is kept, for how long, and what becomes of it. */
const rules: Record<RetentionRule, RuleWords> = {
  financials: {
    name: 'Profit and loss',
    kept: '7 years',
    after:
      'Then rows go into a sealed archive and one sum a month, client and source stays. Books have to be kept that long, so it cannot be shorter.',
  },
  leads: {
    name: 'Leads',
    kept: '7 years after they ended',
    after:
      'Then the changes of a lead go into a sealed archive and counts and sums a month, client, source, stage and status stay. One that has not ended stays as it is.',
  },
  custom_metrics: {
    name: 'Values',
    kept: '12 months by day, then by month',
    after:
      'Then rows go into a sealed archive and each month stays as one value, by the way its figure adds up. What a file or connection brought counts from when it came.',
  },
  value_months: {
    name: 'Months of values',
    kept: '3 years',
    after:
      'Then the figure of the month leaves every total, two years after it became one at the earliest. Its rows stay in the archive.',
  },
  audit: {
    name: 'Audit',
    kept: '2 years',
    after: 'Then entries go, and a signed checkpoint says where the log was.',
  },
  audit_cold: {
    name: 'Contents of the audit',
    kept: '6 months at hand',
    after:
      'Then what entries say lies in sealed files, from which the audit reads it. Verifying includes them. Clients, dashboards, projects and bookings keep theirs, because versions are brought back from them.',
  },
  sessions: {
    name: 'Signed-in devices',
    kept: '90 days at most',
    after:
      'A device ends by itself, sooner when it is not used for 7 days. The night deletes what is left of it.',
  },
  consents: {
    name: 'Access to connected systems',
    kept: '6 months',
    after:
      'Then whoever gave it is asked by mail and on its page whether it may go on being read, and told 14 days before; 14 days later reading stops until somebody confirms.',
  },
  versions: {
    name: 'Older versions of rows',
    kept: '30 days',
    after: 'Then only what a row is now stays.',
  },
  runs: { name: 'Sync runs', kept: '90 days', after: 'Then how a run went is forgotten; its rows stay.' },
  backups: {
    name: 'Backups and exports',
    kept: '30 days, exports 7',
    after: 'Then they are deleted. The newest good one stays whatever its age.',
  },
}

const rows = (count: number, shown: string) => plural(count, { one: '1 row', other: `${shown} rows` })

/** Sentences about how long things are kept. */
export const words = {
  title: 'Data & retention',
  sub: 'How long this workspace keeps what, and what its nights take out. What goes into the archive changes no total of a whole month.',
  table: 'Rules',
  rules,
  what: 'What',
  kept: 'Kept for',
  last: 'Last run',
  next: 'Next run',
  never: 'not yet',
  withChange: 'a day after the next change',
  told: (count: number) => (count === 0 ? 'nobody to tell' : 'people told'),
  took: (count: number, shown: string) =>
    count === 0 ? 'nothing to take out' : `${rows(count, shown)} taken out`,
  stopped: 'stopped, and goes on with the next run',
  archived: (count: number, shown: string) => `${rows(count, shown)} in the archive`,
  preview: 'What the next night archives',
  before: (day: string) => `before ${day}`,
  nothing: 'Nothing is old enough.',
  some: (count: number, shown: string, from: string, to: string) => `${rows(count, shown)}, ${from} to ${to}`,
  none: 'No rules',
  archive: 'In the archive',
  archiveSay: 'Rows that were taken out, as packed NDJSON: one row a line, as it was.',
  archiveNone: 'Nothing was archived yet.',
  archiveOf: (name: string, year: string) => `${name}, ${year}`,
  download: 'Download',
  downloadOf: (name: string, year: string) => `Download ${name}, ${year}`,
} as const
