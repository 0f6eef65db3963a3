import { dataOf } from '../../lib/data-of.ts'
import './history.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import History from 'lucide-solid/icons/rotate-ccw-clock'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { RecordVersion } from '../../../contracts/history.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { DiffTable } from '../audit/DiffTable.tsx'
import { type HistoryOf, historyQuery, restoreVersion } from './queries.ts'
import { useActorName } from './useActorName.ts'
import { words } from './words.ts'

/** What a record shows beside its versions when one is refused with this code. */
export interface Refusal {
  code: string
  show: (details: unknown) => JSX.Element
}

/** Every version of a record with what changed, who did it and when; an earlier one can be brought back. */
export function Versions(props: {
  of: HistoryOf
  mayRestore: boolean
  /** What else hangs on the record. */
  onSettled?: (() => Promise<unknown>) | undefined
  /** A refusal that takes more than a line to say. */
  refusal?: Refusal | undefined
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => historyQuery(workspace().id, props.of))
  // Of what failed there is nothing to be read: that would wait for it when it is asked for again, and the page around with it.
  const history = () => dataOf(query)
  let list: HTMLOListElement | undefined
  const restore = useMutation(() => ({
    mutationFn: (version: RecordVersion) =>
      restoreVersion(props.of, version.id, history()?.version ?? props.of.version ?? null),
    onSuccess: () => toast(words.restored(props.of.name)),
    onError: (thrown: unknown) => {
      const { code, message, next } = asApiError(thrown)
      if (code !== props.refusal?.code) toast(`${message} ${next}`, { isError: true })
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: [workspace().id, props.of.area] })
      await props.onSettled?.()
      // What is as it is now offers no way back to itself: the button that was pressed went with it.
      requestAnimationFrame(() => document.activeElement === document.body && list?.focus())
    },
  }))
  const refused = () => {
    const error = restore.isError ? asApiError(restore.error) : null
    return error?.code === props.refusal?.code ? error : null
  }
  return (
    <Switch fallback={<Skeleton label={words.what} shape="table" />}>
      <Match when={query.error}>
        <ErrorCard
          what={words.what}
          error={asApiError(query.error)}
          onRetry={() => void query.refetch()}
          isCard={false}
        />
      </Match>
      <Match when={history()?.versions.length === 0}>
        <EmptyState icon={History} title={words.none} isCard={false}>
          {words.noneSay}
        </EmptyState>
      </Match>
      <Match when={history()}>
        {(shown) => (
          <>
            <Show when={refused()}>
              {(error) => <div ref={bringIntoView}>{props.refusal?.show(error().details)}</div>}
            </Show>
            <ol class="versions" tabindex="-1" ref={list}>
              <For each={shown().versions}>
                {(version) => (
                  <Version
                    version={version}
                    valueWords={props.of.valueWords}
                    mayRestore={props.mayRestore}
                    isBusy={restore.isPending && restore.variables?.id === version.id}
                    onRestore={() => restore.isPending || restore.mutate(version)}
                  />
                )}
              </For>
            </ol>
          </>
        )}
      </Match>
    </Switch>
  )
}

/** The button that was pressed may be far below. */
const bringIntoView = (element: HTMLElement) =>
  queueMicrotask(() => element.scrollIntoView({ block: 'nearest' }))

function Version(props: {
  version: RecordVersion
  valueWords: HistoryOf['valueWords']
  mayRestore: boolean
  isBusy: boolean
  onRestore: () => void
}): JSX.Element {
  const format = useFormat()
  const nameOf = useActorName()
  return (
    <li>
      <p>
        <span class="b">{nameOf(props.version.actor)}</span>{' '}
        <span class="muted num">
          {props.version.at === null ? words.unknownTime : format().dateTime(props.version.at)}
        </span>
        <Show when={props.version.isCurrent}>
          {' '}
          <span class="pill note">{words.now}</span>
        </Show>
      </p>
      <Show when={props.version.changes.length > 0} fallback={<p class="sm muted">{words.same}</p>}>
        <DiffTable changes={props.version.changes} valueWords={props.valueWords} />
      </Show>
      <Show when={props.mayRestore && props.version.canRestore}>
        <Button size="sm" isBusy={props.isBusy} onClick={props.onRestore}>
          {words.restore}
        </Button>
      </Show>
    </li>
  )
}
