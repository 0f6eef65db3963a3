import { useQuery } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { ClientScope } from '../../../contracts/client-scope.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { scopeWords } from './clients.ts'
import { namedClientsQuery } from './queries.ts'

/** For which clients a membership is, in words. */
export function ClientNames(props: { clients: ClientScope }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const query = useQuery(() => ({ ...namedClientsQuery(workspace().id), enabled: may('clients.read') }))
  const names = () => new Map((dataOf(query) ?? []).map(({ id, name }) => [id as string, name]))
  const all = () => scopeWords(props.clients, names(), Number.POSITIVE_INFINITY)
  return (
    <span class="clip" title={all()}>
      {scopeWords(props.clients, names())}
    </span>
  )
}
