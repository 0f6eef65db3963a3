import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useIsLimited, useWorkspace } from '../../lib/session.tsx'
import { logoAddress } from '../workspaces/WorkspaceLogo.tsx'
import { clientsQuery } from './queries.ts'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

/** What a sheet of figures has to say about itself once it lies on a table: whose, which days, against what, and when it was made. */
export function PrintHead(props: { figures: Figures }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const isLimited = useIsLimited()
  const clients = useQuery(() => clientsQuery(workspace().id))
  const [madeAt, setMadeAt] = createSignal(new Date().toISOString())
  const now = () => setMadeAt(new Date().toISOString())
  onMount(() => window.addEventListener('beforeprint', now))
  onCleanup(() => window.removeEventListener('beforeprint', now))

  const range = () => props.figures.range()
  const client = () => {
    const chosen = (dataOf(clients) ?? []).find(({ id }) => id === props.figures.clientId())
    return chosen?.name ?? (isLimited() ? words.client.yours : words.client.all)
  }
  return (
    <dl class="print-head">
      <div>
        <dt>{words.print.workspace}</dt>
        <dd class="row">
          <Show when={logoAddress(workspace())}>
            {(address) => <img class="logo" src={address()} alt="" />}
          </Show>
          {workspace().name}
        </dd>
      </div>
      <div>
        <dt>{words.print.days}</dt>
        <dd>{format().dayRange(range().from, range().to)}</dd>
      </div>
      <Show when={range().compareFrom}>
        {(from) => (
          <div>
            <dt>{words.print.comparedWith}</dt>
            <dd>{format().dayRange(from(), range().compareTo ?? from())}</dd>
          </div>
        )}
      </Show>
      <div>
        <dt>{words.print.clients}</dt>
        <dd>{client()}</dd>
      </div>
      <div>
        <dt>{words.print.madeAt}</dt>
        <dd>{`${format().dateTime(madeAt())} (${workspace().timeZone})`}</dd>
      </div>
    </dl>
  )
}
