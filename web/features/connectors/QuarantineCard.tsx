import { useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { QuarantineView } from '../../../contracts/connections.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { QueryView } from '../../ui/Skeleton.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refreshConnections } from './changes.ts'
import { streamLabel } from './describe.ts'
import { quarantineQuery, retryQuarantine } from './queries.ts'
import type { TabProps } from './tab.ts'
import { sayFailure } from './useActions.ts'
import { words } from './words.ts'

/** The records that could not be stored, each with the reason and as it came. Not there while there are none. */
export function QuarantineCard(props: TabProps): JSX.Element {
  return (
    <Show when={props.view.quarantined > 0}>
      <SetAside {...props} />
    </Show>
  )
}

function SetAside(props: TabProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const may = useMay()
  const records = useInfiniteQuery(() => quarantineQuery(workspace().id, props.view.id))
  const [isBusy, setBusy] = createSignal(false)
  const retry = async () => {
    setBusy(true)
    try {
      await retryQuarantine(workspace().id, props.view.id)
      toast(words.aside.retried)
    } catch (thrown) {
      sayFailure(thrown)
    } finally {
      setBusy(false)
      void refreshConnections(client, workspace().id)
    }
  }
  return (
    <section id="set-aside">
      <Card
        title={words.aside.title}
        isFlush
        actions={
          <Show when={may('connections.sync')}>
            <Button size="sm" isBusy={isBusy()} onClick={() => void retry()}>
              {words.aside.retry}
            </Button>
          </Show>
        }
      >
        <p class="sm muted conn-line">{words.aside.say}</p>
        <QueryView query={records} what={words.aside.title}>
          {(data) => (
            <>
              <ul class="aside-list">
                <For each={data().pages.flatMap((page) => page.records)}>
                  {(record) => (
                    <Record record={record} stream={streamLabel(props.view.streams, record.stream)} />
                  )}
                </For>
              </ul>
              <Show when={records.hasNextPage}>
                <div class="row conn-older">
                  <Button isBusy={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
                    {words.aside.more}
                  </Button>
                </div>
              </Show>
            </>
          )}
        </QueryView>
      </Card>
    </section>
  )
}

function Record(props: { record: QuarantineView; stream: string }): JSX.Element {
  const format = useFormat()
  return (
    <li>
      <div class="row wrap baseline">
        <b class="b sm">{props.record.message}</b>
        <span class="cap subtle push nowrap">{format().dateTime(props.record.at)}</span>
      </div>
      <p class="cap muted">
        {props.stream} · {words.aside.record} <span class="mono">{props.record.recordKey}</span>
        <Show when={props.record.field}>
          {(field) => (
            <>
              {' '}
              · {words.aside.field} <span class="mono">{field()}</span>
            </>
          )}
        </Show>
      </p>
      <details>
        <summary class="cap">{words.aside.asItCame}</summary>
        <pre class="mono">{props.record.record}</pre>
      </details>
    </li>
  )
}
