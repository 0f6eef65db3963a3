import { useQuery } from '@tanstack/solid-query'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { addMonths, startOfMonth } from '../../../contracts/days.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { LOCALE } from '../../lib/i18n.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Notice } from '../../ui/States.tsx'
import { clientQuery, clientsQuery } from '../metrics/queries.ts'
import type { Sheet } from './useSheet.ts'
import { words } from './words.ts'

const monthName = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' })
/** `November 2026`. */
export const monthText = (first: string) => monthName.format(Date.parse(`${first}T00:00:00Z`))

/** Which month, and whose. Where nothing is kept by hand yet, all months are as empty as this one, so none is chosen. */
export function ValuesTools(props: { sheet: Sheet; hasMonth: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => clientsQuery(workspace().id))
  const clients = () => dataOf(query) ?? []
  const chosen = () =>
    clients().find(({ id, isDefault }) =>
      props.sheet.clientId() === undefined ? isDefault : id === props.sheet.clientId(),
    )
  const step = (months: number) => props.sheet.setMonth(addMonths(props.sheet.month(), months))
  const thisMonth = () => startOfMonth(props.sheet.today())
  return (
    <div class="row wrap values-tools">
      <Show when={props.hasMonth}>
        <div class="row values-month">
          <IconButton
            icon={ChevronLeft}
            kind={undefined}
            label={words.month.previous}
            onClick={() => step(-1)}
          />
          <h2 aria-live="polite">{monthText(props.sheet.month())}</h2>
          <IconButton icon={ChevronRight} label={words.month.next} onClick={() => step(1)} />
        </div>
        <Show when={props.sheet.month() !== thisMonth()}>
          <Button kind="quiet" onClick={() => props.sheet.setMonth(thisMonth())}>
            {words.month.now}
          </Button>
        </Show>
      </Show>
      <Show when={clients().length > 1}>
        <div class="push">
          <Menu
            label={words.client(chosen()?.name ?? '')}
            trigger={
              <>
                <span class="clip">{chosen()?.name ?? '–'}</span>
                <ChevronDown class="s" />
              </>
            }
            entries={clients().map(({ id, name, isDefault }) => ({
              kind: 'item' as const,
              label: name,
              isChecked: id === chosen()?.id,
              run: () => props.sheet.setClient(isDefault ? null : id),
            }))}
            placement="bottom-end"
          />
        </div>
      </Show>
    </div>
  )
}

/** The client of the address when it takes no values: an archived one, or none of this workspace. */
export function useClosedClient(sheet: Sheet) {
  const workspace = useWorkspace()
  const open = useQuery(() => clientsQuery(workspace().id))
  const isListed = () =>
    sheet.clientId() === undefined ||
    open.isPending ||
    (dataOf(open) ?? []).some(({ id }) => id === sheet.clientId())
  const query = useQuery(() => clientQuery(workspace().id, sheet.clientId(), !isListed()))
  return {
    archived: () => {
      const client = isListed() ? undefined : dataOf(query)
      return client?.archivedAt ? client : undefined
    },
    isUnknown: () => !isListed() && query.isError && asApiError(query.error).status === 404,
  }
}

/** Why nothing can be typed, and the way on. */
export function ClosedNotice(props: {
  sheet: Sheet
  closed: ReturnType<typeof useClosedClient>
  mayWrite: boolean
}): JSX.Element {
  const own = () => (
    <Button size="sm" onClick={() => props.sheet.setClient(null)}>
      {words.own}
    </Button>
  )
  return (
    <Switch>
      <Match when={props.closed.isUnknown()}>
        <Notice tone="warn" action={own()}>
          {words.unknown}
        </Notice>
      </Match>
      <Match when={props.closed.archived()}>
        {(client) => (
          <Notice tone="info" action={own()}>
            {words.archived(client().name)}
          </Notice>
        )}
      </Match>
      <Match when={!props.mayWrite}>
        <Notice tone="info">{words.readOnly}</Notice>
      </Match>
    </Switch>
  )
}
