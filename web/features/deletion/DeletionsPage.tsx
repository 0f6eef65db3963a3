import { useQuery } from '@tanstack/solid-query'
import Trash from 'lucide-solid/icons/trash'
import { For, type JSX, Show } from 'solid-js'
import type { DeletionView } from '../../../contracts/deletion.ts'
import { createFormat } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { deletionsQuery } from './queries.ts'
import { words } from './words.ts'

/** Workspaces the person asked to be deleted, with what was removed and what was found afterwards. */
export default function DeletionsPage(): JSX.Element {
  const query = useQuery(() => deletionsQuery())
  return (
    <GatePage>
      <PageHeader title={words.listTitle} sub={words.listSub}>
        <LinkButton href={paths.root()}>{words.back}</LinkButton>
      </PageHeader>
      <QueryView
        query={query}
        what={words.listTitle}
        skeleton={<Skeleton label={words.listTitle} shape="table" />}
      >
        {(found) => (
          <Show
            when={found().length > 0}
            fallback={
              <EmptyState icon={Trash} title={words.none}>
                {words.noneSay}
              </EmptyState>
            }
          >
            <div class="col">
              <For each={found()}>{(deletion) => <Deleted deletion={deletion} />}</For>
            </div>
          </Show>
        )}
      </QueryView>
    </GatePage>
  )
}

function Deleted(props: { deletion: DeletionView }): JSX.Element {
  const format = createFormat()
  const day = (iso: string) => format.day(iso.slice(0, 10))
  const count = (value: number) => format.count(String(value))
  const state = () => {
    const { finishedAt, dueAt } = props.deletion
    if (finishedAt !== null) return words.gone(day(finishedAt))
    return Date.parse(dueAt) > Date.now() ? words.due(day(dueAt)) : words.going
  }
  return (
    <Card title={props.deletion.name}>
      <p class="sm muted">{state()}</p>
      <Show when={props.deletion.proof}>
        {(proof) => (
          <table class="table">
            <caption class="sr">{words.proofOf(props.deletion.name)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.table}</th>
                <th scope="col" class="end">
                  {words.removed}
                </th>
                <th scope="col" class="end">
                  {words.left}
                </th>
              </tr>
            </thead>
            <tbody>
              <For
                each={[
                  ...proof().tables.map((table) => ({ ...table, name: table.name.replaceAll('_', ' ') })),
                  { name: words.filesRow, ...proof().files },
                ]}
              >
                {(line) => (
                  <tr>
                    <th scope="row">{line.name}</th>
                    <td class="end num">{count(line.removed)}</td>
                    <td class="end num">{count(line.left)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        )}
      </Show>
    </Card>
  )
}
