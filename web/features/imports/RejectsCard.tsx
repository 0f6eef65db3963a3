import { useQuery } from '@tanstack/solid-query'
import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX, Show } from 'solid-js'
import type { ImportView, RejectedRow } from '../../../contracts/imports.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { toast } from '../../ui/Toast.tsx'
import { downloadRejects, rejectsQuery } from './queries.ts'
import { words } from './words.ts'

/** The rows that were set aside, each with its line and the reason, and all of them as a file. */
export function RejectsCard(props: { view: ImportView }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const rejects = useQuery(() => rejectsQuery(workspace().id, props.view.id))
  const [isBusy, setBusy] = createSignal(false)
  const found = () => dataOf(rejects)
  const columns: readonly Column<RejectedRow>[] = [
    {
      id: 'line',
      header: words.done.line,
      cell: (row) => <span class="num">{format().count(String(row.line))}</span>,
    },
    {
      id: 'where',
      header: words.done.where,
      cell: (row) => row.column ?? <span class="muted">{words.done.wholeRow}</span>,
    },
    {
      id: 'found',
      header: words.done.found,
      cell: (row) => (
        <span class="mono clip found" title={row.value}>
          {row.value || words.map.blank}
        </span>
      ),
    },
    { id: 'reason', header: words.done.reason, cell: (row) => row.message },
  ]
  const download = async () => {
    setBusy(true)
    try {
      await downloadRejects(workspace().id, props.view)
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`, { isError: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card
      class="rejects clip-card"
      title={words.done.rejects}
      isFlush
      actions={
        <Button size="sm" icon={Download} isBusy={isBusy()} onClick={download}>
          {words.done.download}
        </Button>
      }
    >
      <p class="sm muted pad-line">{words.done.rejectsSay}</p>
      <DataTable
        label={words.done.rejects}
        columns={columns}
        rows={found()?.rows}
        isLoading={rejects.isPending}
        error={rejects.error}
        onRetry={() => void rejects.refetch()}
        empty={null}
      />
      <Show when={found() && (found()?.total ?? 0) > (found()?.rows.length ?? 0)}>
        <p class="cap muted pad-line">
          {words.done.shown(
            format().count(String(found()?.rows.length ?? 0)),
            format().count(String(found()?.total ?? 0)),
          )}
        </p>
      </Show>
    </Card>
  )
}
