import type { ClientScope } from '../../../contracts/client-scope.ts'
import { listOf } from '../../lib/i18n.ts'
import { peopleText } from './text.ts'

const NAMES_SHOWN = 2
const words = peopleText.clients

/** Clients of a membership in words: all, the first names and how many more, or that they are out of the reader's reach. */
export function scopeWords(
  clients: ClientScope,
  names: ReadonlyMap<string, string>,
  namesShown = NAMES_SHOWN,
): string {
  if (clients === 'all') return words.all
  if (clients.length === 0) return words.outOfReach
  const known = clients.flatMap((id) => names.get(id) ?? []).sort((a, b) => a.localeCompare(b))
  if (known.length < clients.length) return words.count(clients.length)
  const more = known.length - namesShown
  return more > 0 ? words.more(known.slice(0, namesShown), more) : listOf(known)
}
