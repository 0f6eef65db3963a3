import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { useIsLimited, useWorkspace } from '../../lib/session.tsx'
import { Select } from '../../ui/Select.tsx'
import { clientsQuery } from '../metrics/queries.ts'
import { words } from './words.ts'

/** Whose numbers the file holds, for somebody who is limited to several clients; of a single one it goes without saying. */
export function ClientChoice(props: {
  clientId: string | null
  onChange: (clientId: string) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const isLimited = useIsLimited()
  const query = useQuery(() => ({ ...clientsQuery(workspace().id), enabled: isLimited() }))
  const clients = () => dataOf(query) ?? []
  return (
    <Show when={isLimited() && clients().length > 1}>
      <div class="pad-line">
        <Select
          id="file-client"
          label={words.map.client}
          hint={words.map.clientHint}
          options={clients().map(({ id, name }) => ({ value: id as string, label: name }))}
          value={props.clientId ?? clients()[0]?.id ?? ''}
          onChange={props.onChange}
        />
      </div>
    </Show>
  )
}
