import { useQuery } from '@tanstack/solid-query'
import { dataOf } from '../../lib/data-of.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { authorsQuery } from '../values/queries.ts'
import { words } from './words.ts'

/** Who did something, by the name of the person or key; what nobody of the workspace did says so. */
export function useActorName(): (actor: string | null) => string {
  const workspace = useWorkspace()
  const authors = useQuery(() => authorsQuery(workspace().id))
  return (actor) => {
    const [kind, id] = actor?.split(':') ?? []
    if (kind !== 'person' && kind !== 'key') return words.byNobody
    // Nobody has left before the names are there.
    if (authors.isPending) return words.asking
    const found = dataOf(authors)?.find((one) => one.kind === kind && one.id === id)
    if (found === undefined) return words.someone
    return kind === 'key' ? words.key(found.name) : found.name
  }
}
