import { dataOf } from '../../lib/data-of.ts'
import './values.css'
import { useBeforeLeave } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, createUniqueId, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import { startOfMonth } from '../../../contracts/days.ts'
import { asApiError } from '../../lib/errors.ts'
import { useMay } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, FirstUse, Notice } from '../../ui/States.tsx'
import { AddMetric } from './AddMetric.tsx'
import { CellDetail, SaveStatus } from './CellDetail.tsx'
import { ExampleSheet } from './ExampleSheet.tsx'
import { useEdits } from './useEdits.ts'
import { type Sheet, useSheet } from './useSheet.ts'
import { useTyping } from './useTyping.ts'
import { type ActiveCell, ValuesGrid } from './ValuesGrid.tsx'
import { ValuesList } from './ValuesList.tsx'
import { ClosedNotice, monthText, useClosedClient, ValuesTools } from './ValuesTools.tsx'
import { words } from './words.ts'

/** A month of values of one client, typed by hand. */
export default function ValuesPage(): JSX.Element {
  const may = useMay()
  const sheet = useSheet()
  const closed = useClosedClient(sheet)
  const [isAdding, setAdding] = createSignal(false)
  const isSkeleton = useSkeleton(() => sheet.query.isPending)
  const add = () => (
    <Button kind="primary" icon={Plus} onClick={() => setAdding(true)}>
      {words.add.button}
    </Button>
  )
  const isEmpty = () => sheet.query.isSuccess && sheet.columns().length === 0
  return (
    <>
      <PageHeader title={words.title} sub={words.sub}>
        <Show when={may('records.write') && !isEmpty()}>{add()}</Show>
      </PageHeader>
      <ValuesTools sheet={sheet} hasMonth={!isEmpty()} />
      <div class="values-notice">
        <ClosedNotice sheet={sheet} closed={closed} mayWrite={may('records.write')} />
      </div>
      <Switch>
        <Match when={isSkeleton()}>
          <div class="card" aria-busy="true">
            <Skeleton label={words.what} shape="table" rows={10} />
          </div>
        </Match>
        <Match when={closed.isUnknown()}>{null}</Match>
        <Match when={sheet.query.isLoadingError}>
          <ErrorCard
            what={words.what}
            error={asApiError(sheet.query.error)}
            onRetry={() => void sheet.query.refetch()}
          />
        </Match>
        <Match when={isEmpty()}>
          <FirstUse
            title={words.start.title}
            say={words.start.say}
            action={<Show when={may('records.write')}>{add()}</Show>}
            example={<ExampleSheet />}
          />
        </Match>
        <Match when={sheet.isCurrent() || sheet.query.isPlaceholderData}>
          {/* Edits belong to one client. */}
          <Show when={dataOf(sheet.query)?.clientId} keyed>
            {(clientId) => (
              <SheetCard sheet={sheet} clientId={clientId} isClosed={closed.archived() !== undefined} />
            )}
          </Show>
        </Match>
      </Switch>
      <Show when={isAdding()}>
        <AddMetric
          catalogue={sheet.catalogue()}
          columns={sheet.columns()}
          onExisting={sheet.addExisting}
          onNew={sheet.addNew}
          onClose={() => setAdding(false)}
        />
      </Show>
    </>
  )
}

/** True on a phone, where one metric is shown at a time. */
function useIsPhone(): () => boolean {
  const query = matchMedia('(max-width: 767px)')
  const [is, setIs] = createSignal(query.matches)
  const follow = () => setIs(query.matches)
  query.addEventListener('change', follow)
  onCleanup(() => query.removeEventListener('change', follow))
  return is
}

function SheetCard(props: { sheet: Sheet; clientId: string; isClosed: boolean }): JSX.Element {
  const edits = useEdits(props.sheet, props.clientId)
  const typing = useTyping(props.sheet, edits, () => props.isClosed)
  const isPhone = useIsPhone()
  const detailId = createUniqueId()
  const [active, setActive] = createSignal<ActiveCell | null>(null)
  const [leaving, setLeaving] = createSignal<(() => void) | null>(null)
  const unsaved = () =>
    [...edits.all().values()].filter(({ state }) => state === 'waiting' || state === 'refused')
  const total = () => dataOf(props.sheet.query)?.total ?? 0
  const shown = () => dataOf(props.sheet.query)?.metrics.length ?? 0

  /** Goes to a cell by its name, wherever it is. */
  const show = (name: string) => {
    const [metric = '', day = ''] = name.split(' ')
    if (isPhone()) props.sheet.showMetric(metric)
    if (!props.sheet.days().includes(day)) props.sheet.setMonth(startOfMonth(day))
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-cell="${name}"]`)?.focus())
  }

  useBeforeLeave((event) => {
    // Another month keeps what is typed; another page or client does not.
    const to = typeof event.to === 'string' ? new URL(event.to, location.href) : null
    const stays =
      to?.pathname === location.pathname &&
      to.searchParams.get('client') === new URL(location.href).searchParams.get('client')
    if (stays || event.defaultPrevented || unsaved().length === 0) return
    event.preventDefault()
    setLeaving(() => () => event.retry(true))
  })
  return (
    <>
      <Show when={total() > shown()}>
        <div class="values-notice">
          <Notice tone="info">{words.cut(shown(), total())}</Notice>
        </div>
      </Show>
      <Card isFlush isRefreshing={props.sheet.query.isPlaceholderData} class="values-card">
        <Show
          when={isPhone()}
          fallback={
            <ValuesGrid
              sheet={props.sheet}
              edits={edits}
              typing={typing}
              label={words.grid(monthText(props.sheet.month()))}
              detailId={detailId}
              onActive={setActive}
            />
          }
        >
          <ValuesList sheet={props.sheet} edits={edits} typing={typing} />
        </Show>
        <div class="values-foot">
          <Show when={!isPhone()}>
            <CellDetail id={detailId} active={active()} sheet={props.sheet} typing={typing} />
          </Show>
          <SaveStatus edits={edits} onShow={show} />
        </div>
      </Card>
      <Show when={!isPhone()}>
        <p class="subtle cap values-help">{words.help}</p>
      </Show>
      <AlertDialog
        isOpen={leaving() !== null}
        onClose={() => setLeaving(null)}
        title={words.leave.title}
        say={words.leave.say}
        loss={[{ name: words.leave.lost, value: String(unsaved().length) }]}
        keep={words.leave.keep}
        action={words.leave.go}
        onConfirm={() => leaving()?.()}
      />
    </>
  )
}
