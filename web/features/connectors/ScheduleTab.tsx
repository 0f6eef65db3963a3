import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, createUniqueId, For, type JSX, on, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { ConnectionView, StreamView, UpdateConnection } from '../../../contracts/connections.ts'
import { isSame } from '../../lib/keep-equal.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { EditConflict, knownConnection, saveConnection, storeConnection } from './changes.ts'
import { countIn, timetableWords } from './describe.ts'
import { bringsOf } from './SetUp.tsx'
import { backTo, draftOf, MINUTES_MAX, MINUTES_MIN, timetableOf } from './schedule.ts'
import type { TabProps } from './tab.ts'
import { sayFailure } from './useActions.ts'
import { words } from './words.ts'

/** When each stream is read, in the time of the workspace, and whether it is read at all. */
export function ScheduleTab(props: TabProps): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const canChange = () => may('connections.manage') && props.view.status !== 'disabled'
  return (
    <div class="col conn-narrow">
      <p class="sm muted">
        {words.schedule.say(workspace().timeZone.replaceAll('_', ' '))}{' '}
        {may('connections.manage') ? '' : words.schedule.readOnly}
      </p>
      <For each={props.view.streams.map((stream) => stream.stream)}>
        {(id) => (
          <Show when={props.view.streams.find((one) => one.stream === id)}>
            {(stream) => <StreamCard {...props} stream={stream()} canChange={canChange()} />}
          </Show>
        )}
      </For>
    </div>
  )
}

function StreamCard(props: TabProps & { stream: StreamView; canChange: boolean }): JSX.Element {
  const format = useFormat()
  return (
    <Card
      title={props.stream.label}
      actions={<span class="sm muted">{timetableWords(props.stream, format())}</span>}
    >
      <div class="form">
        <p class="sm muted">{bringsOf(props.connector, props.stream.stream)}</p>
        <Show when={props.canChange}>
          <Switch
            label={words.schedule.on(props.stream.label)}
            isChecked={props.stream.isEnabled}
            onChange={(isOn) => void props.actions.setEnabled(props.view, props.stream, isOn)}
          />
          <Show when={props.stream.isEnabled}>
            <Timetable view={props.view} stream={props.stream} />
          </Show>
        </Show>
      </div>
    </Card>
  )
}

function Timetable(props: { view: ConnectionView; stream: StreamView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const format = useFormat()
  const field = createUniqueId()
  const [draft, setDraft] = createStore(draftOf(props.stream))
  const [wrong, setWrong] = createSignal<'minutes' | 'dailyAt' | null>(null)
  const [rival, setRival] = createSignal<{ base: StreamView; now: ConnectionView } | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  // As the form opened with it. A live change that is not about the timetable moves it along; another timetable only while none is typed here.
  let seen = props.view
  const draftIn = (view: ConnectionView) =>
    draftOf(view.streams.find((one) => one.stream === props.stream.stream) ?? props.stream)
  createEffect(
    on(
      () => props.view,
      (now) => {
        const isUntouched = isSame({ ...draft }, draftIn(seen))
        if (!isSame(draftIn(now), draftIn(seen)) && !isUntouched) return
        seen = now
        if (isUntouched) setDraft(draftIn(now))
      },
      { defer: true },
    ),
  )
  const most = () => countIn(format(), MINUTES_MAX)

  const send = async (base: ConnectionView, change: NonNullable<UpdateConnection['streams']>[number]) => {
    const before = base.streams.find((one) => one.stream === props.stream.stream) ?? props.stream
    setBusy(true)
    try {
      const saved = await saveConnection(workspace().id, base, { streams: [change] })
      seen = saved.view
      storeConnection(client, workspace().id, saved.view)
      setRival(null)
      if (saved.isMerged) toast(words.act.merged)
      toastUndo(words.schedule.saved(props.stream.label), () => {
        setDraft(reconcile(draftOf(before)))
        void send(knownConnection(client, workspace().id, base.id) ?? saved.view, backTo(before))
      })
    } catch (thrown) {
      if (thrown instanceof EditConflict) setRival({ base: before, now: thrown.now })
      else sayFailure(thrown)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: Event) => {
    event.preventDefault()
    const asked = timetableOf(props.stream.stream, draft)
    setWrong(asked.ok ? null : asked.field)
    if (asked.ok) void send(seen, asked.change)
    else document.getElementById(`${field}-${asked.field}`)?.focus()
  }
  const recheck = () => {
    if (wrong() === null) return
    const asked = timetableOf(props.stream.stream, draft)
    setWrong(asked.ok ? null : asked.field)
  }
  const mine = () => timetableOf(props.stream.stream, draft)
  const theirs = () => rival()?.now.streams.find((one) => one.stream === props.stream.stream)
  return (
    <Show
      when={rival()}
      fallback={
        <form class="form" novalidate onSubmit={submit}>
          <Segmented
            label={words.schedule.way}
            options={[
              { value: 'every', label: words.schedule.every },
              { value: 'daily', label: words.schedule.daily },
            ]}
            value={draft.way}
            onChange={(way) => {
              setDraft('way', way)
              setWrong(null)
            }}
          />
          <Show
            when={draft.way === 'every'}
            fallback={
              <TextField
                id={`${field}-dailyAt`}
                type="time"
                class="short"
                label={words.schedule.at}
                error={wrong() === 'dailyAt' ? words.schedule.atWrong : null}
                value={draft.dailyAt}
                onInput={(value) => {
                  setDraft('dailyAt', value)
                  recheck()
                }}
              />
            }
          >
            <TextField
              id={`${field}-minutes`}
              inputmode="numeric"
              autocomplete="off"
              class="short"
              label={words.schedule.minutes}
              hint={words.schedule.minutesHint(MINUTES_MIN, most())}
              error={wrong() === 'minutes' ? words.schedule.minutesWrong(MINUTES_MIN, most()) : null}
              value={draft.minutes}
              onInput={(value) => {
                setDraft('minutes', value)
                recheck()
              }}
            />
          </Show>
          <div class="row">
            <Button type="submit" isBusy={isBusy()}>
              {words.schedule.save}
            </Button>
          </div>
        </form>
      }
    >
      {(conflict) => (
        <ConflictCard
          title={words.schedule.conflict(props.stream.label)}
          base={timetableWords(conflict().base, format())}
          mine={{ id: 'me', name: words.act.you, value: draftWords(draft, props.stream, format()) }}
          theirs={{
            id: 'colleague',
            name: words.act.colleague,
            value: timetableWords(theirs() ?? props.stream, format()),
            at: words.act.justNow,
          }}
          onKeepMine={() => {
            const asked = mine()
            if (asked.ok) void send(conflict().now, asked.change)
          }}
          onTakeTheirs={() => {
            seen = conflict().now
            storeConnection(client, workspace().id, seen)
            setDraft(reconcile(draftOf(theirs() ?? props.stream)))
            setRival(null)
          }}
          onEdit={() => {
            seen = conflict().now
            storeConnection(client, workspace().id, seen)
            setRival(null)
          }}
        />
      )}
    </Show>
  )
}

function draftWords(
  draft: ReturnType<typeof draftOf>,
  stream: StreamView,
  format: Parameters<typeof timetableWords>[1],
): string {
  const isDaily = draft.way === 'daily'
  return timetableWords(
    {
      ...stream,
      everySeconds: isDaily ? null : Number(draft.minutes) * 60,
      dailyAt: isDaily ? draft.dailyAt : null,
    },
    format,
  )
}
