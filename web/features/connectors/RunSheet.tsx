import { For, type JSX, Show } from 'solid-js'
import type { RunView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { useFormat, useMay } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Notice } from '../../ui/States.tsx'
import { countIn, durationOf, outcomeOf, streamLabel } from './describe.ts'
import type { TabProps } from './tab.ts'
import { words } from './words.ts'

type Fact = readonly [name: string, value: string]

/** One run in full: what failed first, then what it read and how much work that was. */
export function RunSheet(props: TabProps & { run: RunView; onClose: () => void }): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const may = useMay()
  const title = () => streamLabel(props.view.streams, props.run.stream)
  const count = (value: number) => countIn(format(), value)
  const counts = (): readonly Fact[] =>
    (['read', 'new', 'changed', 'same', 'deleted', 'rejected'] as const).map((name) => [
      words.run[name],
      count(props.run.counts[name]),
    ])
  const pages = () =>
    props.run.pagesTotal === null
      ? count(props.run.pagesDone)
      : words.run.pagesOf(count(props.run.pagesDone), count(props.run.pagesTotal))
  const work = (): readonly Fact[] => [
    [words.run.started, format().dateTime(props.run.startedAt)],
    [
      words.run.finished,
      props.run.finishedAt ? format().dateTime(props.run.finishedAt) : words.run.notFinished,
    ],
    [words.run.duration, durationOf(props.run, format(), now())],
    [words.run.began, words.run.trigger[props.run.trigger]],
    [words.run.pages, pages()],
    [words.run.requests, count(props.run.requests)],
    [words.run.bytes, format().bytes(props.run.bytesRead)],
    [words.run.waited, format().duration(String(Math.round(props.run.waitedMs / 1_000)))],
  ]
  const canRetry = () =>
    props.run.status === 'failed' &&
    may('connections.sync') &&
    ['active', 'error'].includes(props.view.status) &&
    props.health.kind !== 'syncing'
  return (
    <Sheet isOpen title={title()} onClose={props.onClose}>
      <div class="col">
        <p class="row">
          <StatusPill tone={outcomeOf(props.run).tone}>{outcomeOf(props.run).word}</StatusPill>
          <Show when={props.run.status === 'parked' && props.run.parkedUntil}>
            {(until) => <span class="sm muted">{words.problem.waiting(format().clock(until()))}</span>}
          </Show>
        </p>
        <Show when={props.run.failure}>
          {(failure) => (
            <Notice
              tone="neg"
              action={
                <Show when={canRetry()}>
                  <Button
                    size="sm"
                    isBusy={props.actions.isBusy(props.view)}
                    onClick={() => void props.actions.sync(props.view)}
                  >
                    {words.act.retry}
                  </Button>
                </Show>
              }
            >
              <b class="sb">{failure().message}</b> {failure().next}
              <Show when={failure().detail}>
                {(detail) => (
                  <span class="conn-said cap">
                    <span class="subtle">{words.problem.said(props.name)}</span>
                    <span class="mono">{detail()}</span>
                  </span>
                )}
              </Show>
            </Notice>
          )}
        </Show>
        <Facts title={words.run.counts} rows={counts()} />
        <Facts title={words.run.work} rows={work()} />
        <p class="cap subtle conn-ref">
          {words.run.reference} <span class="mono">{props.run.id}</span>
        </p>
      </div>
    </Sheet>
  )
}

function Facts(props: { title: string; rows: readonly Fact[] }): JSX.Element {
  return (
    <section>
      <h3 class="conn-h3">{props.title}</h3>
      <dl class="stat">
        <For each={props.rows}>
          {([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          )}
        </For>
      </dl>
    </section>
  )
}
