import { useQuery } from '@tanstack/solid-query'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { useIsLimited, useWorkspace } from '../../lib/session.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { clientsQuery } from './queries.ts'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

/** Whose numbers are shown; not there while the workspace has a single client. */
export function ClientPicker(props: { figures: Figures }): JSX.Element {
  const workspace = useWorkspace()
  const isLimited = useIsLimited()
  const query = useQuery(() => clientsQuery(workspace().id))
  const clients = () => dataOf(query) ?? []
  const chosen = () => clients().find((client) => client.id === props.figures.clientId())
  const all = () => (isLimited() ? words.client.yours : words.client.all)
  const entries = (): MenuEntry[] => [
    {
      kind: 'item',
      label: all(),
      isChecked: chosen() === undefined,
      run: () => props.figures.setClient(null),
    },
    { kind: 'rule' },
    ...clients().map(
      (client): MenuEntry => ({
        kind: 'item',
        label: client.name,
        isChecked: client.id === chosen()?.id,
        run: () => props.figures.setClient(client.id),
      }),
    ),
  ]
  return (
    <Show when={clients().length > 1}>
      <Menu
        label={words.client.labelOf(chosen()?.name ?? all())}
        trigger={
          <>
            <span class="clip">{chosen()?.name ?? all()}</span>
            <ChevronDown class="s" />
          </>
        }
        entries={entries()}
        placement="bottom-end"
      />
    </Show>
  )
}
