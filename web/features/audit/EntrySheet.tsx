import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import type { AuditEntry } from '../../../contracts/audit.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, Notice } from '../../ui/States.tsx'
import { DiffTable } from './DiffTable.tsx'
import { entryQuery } from './queries.ts'
import { whoIs } from './who.ts'
import { words } from './words.ts'

/** One entry with everything that is known, in a panel over the page; which one is in the address. */
export function EntrySheet(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams()
  const seq = () => {
    const text = Array.isArray(search.entry) ? search.entry[0] : search.entry
    return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
  }
  const query = useQuery(() => entryQuery(workspace().id, seq()))
  const close = () => setSearch({ entry: null }, { scroll: false })
  return (
    <Show when={seq()}>
      {(number) => (
        <Sheet isOpen title={words.entry(String(number()))} onClose={close}>
          <Show
            when={dataOf(query)}
            fallback={
              <Show when={query.error} fallback={<Skeleton label={words.details} shape="table" />}>
                <ErrorCard
                  what={words.details}
                  error={asApiError(query.error)}
                  onRetry={() => void query.refetch()}
                  isCard={false}
                />
              </Show>
            }
          >
            {(entry) => (
              <Entry
                entry={entry()}
                onRecord={() => setSearch({ entry: null, record: entry().record, cursor: null })}
              />
            )}
          </Show>
        </Sheet>
      )}
    </Show>
  )
}

function Entry(props: { entry: AuditEntry; onRecord: () => void }): JSX.Element {
  const format = useFormat()
  return (
    <div class="audit-entry">
      <p>
        <span class="b">{whoIs(props.entry)}</span> {props.entry.what}.
      </p>
      <p class="sm muted num">{format().dateTime(props.entry.at)}</p>
      <Show when={props.entry.isErased}>
        <Notice tone="info">{words.erased}</Notice>
      </Show>
      <Show when={props.entry.changes.length > 0}>
        <h3>{words.changes}</h3>
        <DiffTable changes={props.entry.changes} />
      </Show>
      <h3>{words.facts}</h3>
      <dl class="facts">
        <For
          each={[
            { name: words.kindLabel, value: props.entry.type },
            { name: words.recordLabel, value: props.entry.record },
            { name: words.actorLabel, value: `${props.entry.actor.kind}:${props.entry.actor.id}` },
            ...props.entry.facts,
          ]}
        >
          {(fact) => (
            <div>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </div>
          )}
        </For>
      </dl>
      <Button onClick={props.onRecord}>{words.onlyRecord}</Button>
    </div>
  )
}
