import './busy-calendar.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
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

const LOOK_EVERY_MS = 1500
/** A read that takes longer is told of when it is done. */
const LOOKED_FOR_MS = 60_000

/** The calendar elsewhere by which somebody is busy: how it stands, and what can be done about it. */
export function BusyCalendarCard(props: { whose: Whose }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isWatching, setWatching] = createSignal(false)
  const [open, setOpen] = createSignal<'change' | 'remove' | null>(null)
  const query = useQuery(() => busyQuery(workspace().id, props.whose, isWatching() ? LOOK_EVERY_MS : false))
  const calendar = () => (query.isPending ? undefined : query.data)
  let triedBefore: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Looks again and again until the calendar was tried. */
  const watch = () => {
    triedBefore = calendar()?.triedAt ?? null
    setWatching(true)
    clearTimeout(timer)
    timer = setTimeout(() => setWatching(false), LOOKED_FOR_MS)
  }
  createEffect(() => {
    const tried = calendar()?.triedAt ?? null
    if (tried !== null && tried !== triedBefore) setWatching(false)
  })
  onCleanup(() => clearTimeout(timer))
  const refresh = () => client.invalidateQueries({ queryKey: [workspace().id, 'artists'] })
  const set = async () => {
    setOpen(null)
    toast(words.added)
    await refresh()
    watch()
  }
  const fail = (thrown: unknown) =>
    toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
  const readNow = useMutation(() => ({
    mutationFn: () => readBusyNow(props.whose),
    onSuccess: watch,
    onError: fail,
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
              <Status calendar={found()} isReading={isWatching()} />
              <div class="row wrap">
                <Button isBusy={readNow.isPending || isWatching()} onClick={() => readNow.mutate()}>
                  {words.readNow}
                </Button>
                <Button onClick={() => setOpen('change')}>{words.change}</Button>
                <Button onClick={() => setOpen('remove')}>{words.remove}</Button>
              </div>
            </div>
          )}
        </Match>
        <Match when={calendar() === null}>
          <p class="sm muted">{words.say(props.whose === 'mine')}</p>
          <AddressForm whose={props.whose} onSet={set} />
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
          <dd>{props.isReading ? words.reading : words.known(props.calendar.blocks)}</dd>
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
