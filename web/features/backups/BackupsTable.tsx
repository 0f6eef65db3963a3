import Ellipsis from 'lucide-solid/icons/ellipsis'
import { type JSX, Match, Show, Switch } from 'solid-js'
import type { BackupView } from '../../../contracts/backups.ts'
import { useNow } from '../../lib/clock.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Progress } from '../../ui/Meter.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { downloadHref } from './queries.ts'
import { words } from './words.ts'

/** Copies as rows: when, what came of it, how large, and what can be done with it. */
export function BackupsTable(props: {
  rows: readonly BackupView[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  onProve: (id: string) => void
  onRestore: (backup: BackupView) => void
  empty: JSX.Element
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const count = (value: number) => format().count(String(value))
  const nameOf = (one: BackupView) => `${words.kind[one.kind]}, ${format().dateTime(one.startedAt)}`
  const columns: readonly Column<BackupView>[] = [
    {
      id: 'made',
      header: words.when,
      cell: (one) => (
        <span class="clip">
          <span class="b num">{format().dateTime(one.startedAt)}</span>
          <span class="second clip">
            {words.kind[one.kind]} · {words.expires(format().day(one.expiresAt.slice(0, 10)))}
          </span>
        </span>
      ),
    },
    { id: 'state', header: words.state, cell: (one) => <State backup={one} /> },
    {
      id: 'size',
      header: words.sizeColumn,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (one) => (
        <span class="num">
          {format().bytes(one.bytes)}
          <span class="second">{words.rows(one.rows, count(one.rows))}</span>
        </span>
      ),
    },
    {
      id: 'actions',
      header: words.actions,
      isHeaderHidden: true,
      isEnd: true,
      cell: (one) => (
        <Show when={may('backups.manage') && one.status === 'done'}>
          <Menu
            label={words.more(nameOf(one))}
            trigger={<Ellipsis />}
            triggerClass="btn quiet icon sm"
            placement="bottom-end"
            entries={[
              {
                kind: 'item',
                label: words.download,
                run: () => window.location.assign(downloadHref(workspace().id, one.id)),
              },
              { kind: 'item', label: words.prove, run: () => props.onProve(one.id) },
              ...(may('privacy.manage')
                ? [{ kind: 'item' as const, label: words.restore.item, run: () => props.onRestore(one) }]
                : []),
            ]}
          />
        </Show>
      ),
    },
  ]
  return (
    <DataTable
      label={words.table}
      columns={columns}
      rows={props.rows}
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      isTwoLine
      empty={props.empty}
    />
  )
}

function State(props: { backup: BackupView }): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const count = (value: number) => format().count(String(value))
  const proof = () => {
    const { proof: last } = props.backup
    if (last === null) return words.unproved
    const when = format().ago(last.at, now())
    return last.isGood ? words.proved(when) : words.unequal(when)
  }
  return (
    <Switch>
      <Match when={props.backup.status === 'running'}>
        <span class="backup-running">
          <Progress
            label={words.kind[props.backup.kind]}
            share={props.backup.rowsTotal === 0 ? null : props.backup.rows / props.backup.rowsTotal}
          />
          <span class="second num">
            {words.running(count(props.backup.rows), count(props.backup.rowsTotal))}
          </span>
        </span>
      </Match>
      <Match when={props.backup.status === 'failed'}>
        <span>
          <StatusPill tone="bad">{words.failed}</StatusPill>
          <span class="second">{props.backup.problem}</span>
        </span>
      </Match>
      <Match when={props.backup.status === 'done'}>
        <span title={props.backup.isOneState ? undefined : words.changing}>
          <StatusPill tone={props.backup.proof?.isGood === false ? 'bad' : 'good'}>{words.done}</StatusPill>
          <span class="second">{proof()}</span>
        </span>
      </Match>
    </Switch>
  )
}
