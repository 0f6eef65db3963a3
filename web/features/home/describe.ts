import type { EventView, NamesBySubject, Told } from './queries.ts'
import { type EventWords, plain } from './words.ts'

/** Facts that say only that a job goes on, or that are for the audit; they would bury the others. */
const quiet: ReadonlySet<string> = new Set([
  'import.rows_loaded',
  'import.started',
  'sync.started',
  'sync.page_stored',
  // Regular syncs end all day long; Connectors has their history.
  'sync.finished',
  'connection.account_chosen',
  'access.noted',
  'call.refused',
  'sign_in.noted',
  'account.changed',
  'support.read',
  'application.noted',
  'artist.busy_times_changed',
  'booking.refused',
  'notifications.told',
  'notifications.preferences_changed',
  'notifications.muted',
  'retention.archived',
  'backup.started',
  'backup.finished',
  'backup.expired',
])
export const isWorthTelling = (event: EventView): boolean => !quiet.has(event.type)

/** What comes by the dozen when a source brings it or somebody types, and is then one thing that happened. */
const byTheDozen: ReadonlySet<string> = new Set([
  'metric.defined',
  'metric.removed',
  'records.stored',
  'records.removed',
])

/** Facts of one kind in a row as one, dated by the newest; they come newest first. */
export function together(events: readonly EventView[]): Told[] {
  const told: Told[] = []
  for (const event of events) {
    const last = told.at(-1)
    if (last?.type === event.type && byTheDozen.has(event.type)) last.count += 1
    else told.push({ ...event, count: 1 })
  }
  return told
}

/** One thing that happened in plain words. A kind this build does not know is named as it is. */
export function describeEvent(event: Told, names: NamesBySubject): EventWords {
  const name = names[event.subject]
  const known = plain[event.type]
  if (known !== undefined) return known
  switch (event.type) {
    case 'import.created':
      return { icon: 'file-up', tone: '', say: `${name ?? 'A file'} was uploaded` }
    case 'import.finished':
      return { icon: 'circle-check', tone: 'pos', say: `${name ?? 'A file'} is loaded` }
    case 'import.failed':
      return { icon: 'circle-alert', tone: 'neg', say: `${name ?? 'A file'} could not be loaded` }
    case 'metric.defined':
      return { icon: 'sigma', tone: '', say: describeMetrics(event.count, name, 'defined') }
    case 'metric.removed':
      return { icon: 'sigma', tone: '', say: describeMetrics(event.count, undefined, 'removed') }
    default:
      return describeConnection(event, name)
  }
}

function describeMetrics(count: number, name: string | undefined, done: string): string {
  if (count > 1) return `${count} metrics were ${done}`
  return name === undefined ? `A metric was ${done}` : `The metric ${name} was ${done}`
}

/** What happened to a source; a kind this build does not know is named as it is. */
function describeConnection(event: Told, name: string | undefined): EventWords {
  const source = name ?? 'A source'
  const of = name === undefined ? '' : ` of ${name}`
  switch (event.type) {
    case 'connection.created':
      return { icon: 'plug', tone: '', say: `${source} was added` }
    case 'connection.authorised':
      return { icon: 'plug', tone: 'pos', say: `${source} was connected` }
    case 'connection.confirmed':
      return { icon: 'plug', tone: '', say: `${source} may go on being read` }
    case 'connection.changed':
      return { icon: 'plug', tone: '', say: `The settings of ${name ?? 'a source'} were changed` }
    case 'connection.failed':
      return { icon: 'circle-alert', tone: 'neg', say: `${source} needs somebody: see Connectors` }
    case 'connection.recovered':
      return { icon: 'circle-check', tone: 'pos', say: `${source} works again` }
    case 'connection.disconnected':
      return { icon: 'plug', tone: '', say: `${source} was disconnected` }
    case 'sync.failed':
      return { icon: 'circle-alert', tone: 'neg', say: `A sync${of} failed and is tried again` }
    case 'sync.cancelled':
      return { icon: 'info', tone: '', say: `A sync${of} was cancelled` }
    default:
      return { icon: 'info', tone: '', say: event.type.replaceAll('.', ' ').replaceAll('_', ' ') }
  }
}
