import { dataOf } from '../../lib/data-of.ts'
import './busy-calendar.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { BusyCalendarView } from '../../../contracts/busy-calendars.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog, Dialog } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { AddressForm } from './AddressForm.tsx'
import { busyQuery, readBusyNow, removeBusy, type Whose } from './queries.ts'
import { words } from './words.ts'

/** A read that takes longer is told of when it is done. */
const LOOKED_FOR_MS = 60_000

/** The calendar elsewhere by which somebody is busy: how it stands, and what can be done about it. */
export function BusyCalendarCard(props: { whose: Whose }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [open, setOpen] = createSignal<'change' | 'remove' | null>(null)
  /** The last try before somebody asked for another one; undefined while nobody has. */
  const [triedBefore, setTriedBefore] = createSignal<string | null>()
  const isBeingRead = (found: BusyCalendarView | null | undefined): boolean => {
    if (!found) return false
    const isNew = found.triedAt === null && Date.now() - Date.parse(found.createdAt) < LOOKED_FOR_MS
    return isNew || found.triedAt === triedBefore()
  }
  const query = useQuery(() => busyQuery(workspace().id, props.whose, isBeingRead))
  const calendar = () => dataOf(query)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const refresh = () => client.invalidateQueries({ queryKey: [workspace().id, 'artists'] })
  const set = async () => {
    setOpen(null)
    toast(words.added)
    await refresh()
  }
  const fail = (thrown: unknown) =>
    toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
  const readNow = useMutation(() => ({
    mutationFn: () => readBusyNow(props.whose),
    onSuccess: (asked: BusyCalendarView) => {
      setTriedBefore(asked.triedAt)
      clearTimeout(timer)
      timer = setTimeout(() => setTriedBefore(undefined), LOOKED_FOR_MS)
    },
    onError: fail,
    onSettled: refresh,
  }))
  const remove = useMutation(() => ({
    mutationFn: () => removeBusy(props.whose),
    onSuccess: () => {
      setOpen(null)
      toast(words.removed)
    },
    onError: fail,
    onSettled: refresh,
  }))
  return (
    <Card title={words.title}>
      <Switch fallback={<Skeleton label={words.what} rows={2} />}>
        <Match when={query.error && calendar() === undefined}>
          <ErrorCard
            what={words.what}
            error={asApiError(query.error)}
            isCard={false}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={calendar()}>
          {(found) => (
            <div class="col">
              <Status calendar={found()} isReading={isBeingRead(found())} />
              <div class="row wrap">
                <Button isBusy={readNow.isPending || isBeingRead(found())} onClick={() => readNow.mutate()}>
                  {words.readNow}
                </Button>
                <Button onClick={() => setOpen('change')}>{words.change}</Button>
                <Button onClick={() => setOpen('remove')}>{words.remove}</Button>
              </div>
            </div>
          )}
        </Match>
        <Match when={calendar() === null}>
          <div class="col">
            <p class="sm muted">{words.say(props.whose === 'mine')}</p>
            <AddressForm whose={props.whose} onSet={set} />
          </div>
        </Match>
      </Switch>
      <Dialog
        isOpen={open() === 'change'}
        onClose={() => setOpen(null)}
        title={words.changeTitle}
        say={words.changeSay}
      >
        <AddressForm whose={props.whose} onSet={set} onCancel={() => setOpen(null)} />
      </Dialog>
      <AlertDialog
        isOpen={open() === 'remove'}
        onClose={() => setOpen(null)}
        title={words.removeTitle}
        say={words.removeSay}
        keep={words.keep}
        action={words.remove}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </Card>
  )
}

function Status(props: { calendar: BusyCalendarView; isReading: boolean }): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const state = () => {
    if (props.isReading) return words.reading
    return props.calendar.readAt === null ? words.unknown : words.known(props.calendar.blocks)
  }
  return (
    <>
      <Show when={props.calendar.failure}>
        {(failure) => (
          <Notice tone="warn">
            <b>{words.failing(format().dateTime(failure().since))}</b> {words.failures[failure().code]}
          </Notice>
        )}
      </Show>
      <dl class="busy-facts" aria-live="polite">
        <div>
          <dt>{words.from}</dt>
          <dd>{props.calendar.host}</dd>
        </div>
        <div>
          <dt>{words.state}</dt>
          <dd>{state()}</dd>
        </div>
        <div>
          <dt>{words.read}</dt>
          <dd>
            <Show when={props.calendar.readAt} fallback={words.notYet}>
              {(at) => <time dateTime={at()}>{format().ago(at(), now())}</time>}
            </Show>
          </dd>
        </div>
        <div>
          <dt>{words.next}</dt>
          <dd>
            <time dateTime={props.calendar.nextReadAt}>
              {format().until(props.calendar.nextReadAt, now())}
            </time>
          </dd>
        </div>
      </dl>
      <Show when={props.calendar.skipped > 0}>
        <p class="sm muted">{words.skipped(props.calendar.skipped)}</p>
      </Show>
    </>
  )
}
