import ChartLine from 'lucide-solid/icons/chart-line'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import FileUp from 'lucide-solid/icons/file-up'
import Info from 'lucide-solid/icons/info'
import Plug from 'lucide-solid/icons/plug'
import Settings2 from 'lucide-solid/icons/settings-2'
import Sigma from 'lucide-solid/icons/sigma'
import Users from 'lucide-solid/icons/users'
import type { IconType } from '../../ui/Button.tsx'
import type { EventView, NamesBySubject } from './queries.ts'

export interface EventWords {
  icon: IconType
  tone: '' | 'pos' | 'neg'
  say: string
}

/** Facts that say only that a job goes on; they would bury the others. */
const steps: ReadonlySet<string> = new Set([
  'import.rows_loaded',
  'import.started',
  'sync.started',
  'sync.page_stored',
  // Regular syncs end all day long; Connectors has their history.
  'sync.finished',
  'connection.account_chosen',
  // Who looked at what is for the audit.
  'access.noted',
  'backup.started',
  'backup.finished',
  'backup.expired',
])
export const isWorthTelling = (event: EventView): boolean => !steps.has(event.type)

/** One fact of the log in plain words. A kind this build does not know is named as it is. */
export function describeEvent(event: EventView, names: NamesBySubject): EventWords {
  const name = names[event.subject]
  switch (event.type) {
    case 'workspace.provisioned':
      return { icon: CircleCheck, tone: 'pos', say: 'The workspace was created' }
    case 'workspace.changed':
      return { icon: Settings2, tone: '', say: 'The settings of the workspace were changed' }
    case 'workspace.deletion_asked':
      return { icon: CircleAlert, tone: 'neg', say: 'Somebody asked for the workspace to be deleted' }
    case 'workspace.deletion_undone':
      return { icon: CircleCheck, tone: 'pos', say: 'The workspace is kept after all' }
    case 'backup.failed':
      return { icon: CircleAlert, tone: 'neg', say: 'A backup could not be made' }
    case 'backup.proved':
      return { icon: CircleCheck, tone: '', say: 'A backup was restored as a proof' }
    case 'import.created':
      return { icon: FileUp, tone: '', say: `${name ?? 'A file'} was uploaded` }
    case 'import.finished':
      return { icon: CircleCheck, tone: 'pos', say: `${name ?? 'A file'} is loaded` }
    case 'import.failed':
      return { icon: CircleAlert, tone: 'neg', say: `${name ?? 'A file'} could not be loaded` }
    case 'metric.defined':
      return {
        icon: Sigma,
        tone: '',
        say: name === undefined ? 'A metric was defined' : `The metric ${name} was defined`,
      }
    case 'dashboard.saved':
      return { icon: ChartLine, tone: '', say: 'The dashboard was changed' }
    case 'sample.opened':
      return { icon: Info, tone: '', say: 'Sample data was opened' }
    case 'sample.removed':
      return { icon: Info, tone: '', say: 'Sample data was removed' }
    case 'clients.added':
      return { icon: Users, tone: '', say: 'Clients were added' }
    case 'client.created':
      return { icon: Users, tone: '', say: 'A client was added' }
    case 'client.changed':
      return { icon: Users, tone: '', say: 'A client was changed' }
    case 'client.archived':
      return { icon: Users, tone: '', say: 'A client was archived' }
    case 'client.restored':
      return { icon: Users, tone: '', say: 'A client came back from the archive' }
    case 'artist.created':
      return { icon: Users, tone: '', say: 'An artist was added' }
    case 'booking.created':
      return { icon: Info, tone: '', say: 'A booking was made' }
    case 'booking.changed':
    case 'booking.transitioned':
    case 'booking.ranked':
      return { icon: Info, tone: '', say: 'A booking was changed' }
    case 'booking.expired':
      return { icon: Info, tone: '', say: 'A hold ran out' }
    case 'bookings.promoted':
      return { icon: Info, tone: '', say: 'Bookings moved up in line' }
    case 'records.stored':
      return { icon: Sigma, tone: '', say: 'Values were entered' }
    case 'records.removed':
      return { icon: Sigma, tone: '', say: 'Values were removed' }
    default:
      return describeConnection(event, name)
  }
}

/** What happened to a source; a kind this build does not know is named as it is. */
function describeConnection(event: EventView, name: string | undefined): EventWords {
  const source = name ?? 'A source'
  const of = name === undefined ? '' : ` of ${name}`
  switch (event.type) {
    case 'connection.created':
      return { icon: Plug, tone: '', say: `${source} was added` }
    case 'connection.authorised':
      return { icon: Plug, tone: 'pos', say: `${source} was connected` }
    case 'connection.changed':
      return { icon: Plug, tone: '', say: `The settings of ${name ?? 'a source'} were changed` }
    case 'connection.failed':
      return { icon: CircleAlert, tone: 'neg', say: `${source} needs somebody: see Connectors` }
    case 'connection.recovered':
      return { icon: CircleCheck, tone: 'pos', say: `${source} works again` }
    case 'connection.disconnected':
      return { icon: Plug, tone: '', say: `${source} was disconnected` }
    case 'sync.failed':
      return { icon: CircleAlert, tone: 'neg', say: `A sync${of} failed and is tried again` }
    case 'sync.cancelled':
      return { icon: Info, tone: '', say: `A sync${of} was cancelled` }
    default:
      return { icon: Info, tone: '', say: event.type.replaceAll('.', ' ').replaceAll('_', ' ') }
  }
}
