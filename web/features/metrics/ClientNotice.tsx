import { useQuery } from '@tanstack/solid-query'
import { type JSX, Match, Switch } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useIsLimited, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { clientQuery, clientsQuery } from './queries.ts'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

/** Says so when the address names a client that is archived, or none of this workspace. */
export function ClientNotice(props: { figures: Figures }): JSX.Element {
  const workspace = useWorkspace()
  const isLimited = useIsLimited()
  const open = useQuery(() => clientsQuery(workspace().id))
  const id = () => props.figures.clientId()
  const isListed = () => open.isPending || (dataOf(open) ?? []).some((client) => client.id === id())
  const query = useQuery(() => clientQuery(workspace().id, id(), !isListed()))
  const named = () => (isListed() ? undefined : dataOf(query))
  const isUnknown = () =>
    id() !== undefined && !isListed() && query.isError && asApiError(query.error).status === 404
  const all = () => (
    <Button size="sm" onClick={() => props.figures.setClient(null)}>
      {isLimited() ? words.client.showYours : words.client.showAll}
    </Button>
  )
  return (
    <Switch>
      <Match when={named()?.archivedAt ? named() : undefined}>
        {(client) => (
          <div class="client-notice">
            <Notice tone="info" action={all()}>
              {words.client.archived(client().name)}
            </Notice>
          </div>
        )}
      </Match>
      <Match when={isUnknown()}>
        <div class="client-notice">
          <Notice tone="warn" action={all()}>
            {words.client.unknown}
          </Notice>
        </div>
      </Match>
    </Switch>
  )
}
