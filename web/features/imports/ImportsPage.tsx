import { dataOf } from '../../lib/data-of.ts'
import './imports.css'
import { A, useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import FileUp from 'lucide-solid/icons/file-up'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { useNow } from '../../lib/clock.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { upload } from '../../lib/stores/import-draft.ts'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { FirstUse } from '../../ui/States.tsx'
import { DropZone, FileButton, PageDrop } from './Intake.tsx'
import { importsQuery, useImportProgress } from './queries.ts'
import { lookOf, partsOfResult } from './RecentList.tsx'
import { RunningCard } from './RunningCard.tsx'
import { namesClients, whoseOf } from './summary.ts'
import { UploadCard } from './UploadCard.tsx'
import { useUpload } from './useUpload.ts'
import { words } from './words.ts'

/** Where files come in: the place to drop one, what is loading now, and what was imported before. */
export default function ImportsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const navigate = useNavigate()
  const imports = useQuery(() => importsQuery(workspace().id))
  useImportProgress(() => workspace().id)
  const uploads = useUpload((id) => navigate(paths.import(workspace().slug, id)))
  const views = () => dataOf(imports)
  const running = createMemo(() => views()?.filter((view) => view.status === 'loading') ?? [])
  const current = () => {
    const state = upload()
    return state && state.workspaceId === workspace().id ? state : null
  }
  const isFirstUse = () => views()?.length === 0 && !current()
  const canWrite = () => may('imports.write')
  return (
    <>
      <PageHeader title={words.page.title} sub={words.page.sub} />
      <Show when={!isFirstUse()} fallback={<ImportsFirstUse onFile={uploads.start} canWrite={canWrite()} />}>
        <div class={running().length > 0 ? 'cols running-first' : 'col'}>
          <div class="grid">
            <Switch>
              <Match when={current()}>{(state) => <UploadCard state={state()} uploads={uploads} />}</Match>
              <Match when={canWrite()}>
                <DropZone onFile={uploads.start} />
              </Match>
            </Switch>
            <Card
              title={words.page.all}
              isFlush
              isRefreshing={imports.isFetching && !imports.isPending && running().length === 0}
            >
              <ImportsTable
                views={views()}
                isLoading={imports.isPending}
                error={imports.error}
                onRetry={() => void imports.refetch()}
              />
            </Card>
          </div>
          <Show when={running().length > 0}>
            <aside class="grid" aria-label={words.page.running}>
              <RunningCard views={running()} />
            </aside>
          </Show>
        </div>
      </Show>
      <Show when={canWrite()}>
        <PageDrop onFile={uploads.start} />
      </Show>
    </>
  )
}

function ImportsTable(props: {
  views: readonly ImportView[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useNow()
  const columns = (): readonly Column<ImportView>[] => [
    {
      id: 'name',
      header: words.state.name,
      cell: (view) => (
        <A class="row-link clip file-name" href={paths.import(workspace().slug, view.id)} title={view.name}>
          {view.name}
        </A>
      ),
    },
    {
      id: 'status',
      header: words.state.status,
      cell: (view) => <StatusPill tone={lookOf(view).pill}>{lookOf(view).word}</StatusPill>,
    },
    {
      id: 'rows',
      header: words.state.rowsHead,
      cell: (view) => <RowsCell view={view} />,
    },
    ...(namesClients(props.views ?? []) ? [clientColumn] : []),
    {
      id: 'size',
      header: words.state.sizeHead,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (view) => format().bytes(view.bytesTotal),
    },
    {
      id: 'when',
      header: words.state.when,
      isEnd: true,
      cell: (view) => (
        <time class="nowrap" datetime={view.createdAt} title={format().dateTime(view.createdAt)}>
          {format().ago(view.createdAt, now())}
        </time>
      ),
    },
  ]
  return (
    <DataTable
      label={words.page.all}
      columns={columns()}
      rows={props.views}
      isTwoLine
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      empty={<p class="sm muted pad">{words.state.noneRecent}</p>}
    />
  )
}

/** Whose numbers a file holds. On a phone the page of the import says it. */
const clientColumn: Column<ImportView> = {
  id: 'client',
  header: words.state.client,
  isHiddenOnPhone: true,
  cell: (view) => {
    const whose = whoseOf(view)
    switch (whose.kind) {
      case 'unsaid':
        return <span class="muted">–</span>
      case 'one':
        return <span class="clip client-name">{whose.name}</span>
      case 'several':
        return (
          <span class="nowrap">
            {words.state.several}
            <span class="second">{words.state.byColumn(whose.column)}</span>
          </span>
        )
    }
  },
}

function RowsCell(props: { view: ImportView }): JSX.Element {
  const format = useFormat()
  const [first, second] = [
    () => partsOfResult(props.view, format())[0],
    () => partsOfResult(props.view, format())[1],
  ]
  return (
    <span class="num nowrap">
      {first()}
      <Show when={second()}>{(more) => <span class="second">{more()}</span>}</Show>
    </span>
  )
}

const EXAMPLE = [
  { name: 'Order date', field: words.map.role.date },
  { name: 'Quantity × Price', field: 'Revenue' },
  { name: 'Country', field: words.map.role.dimension },
]

function ImportsFirstUse(props: { onFile: (file: File) => void; canWrite: boolean }): JSX.Element {
  return (
    <FirstUse
      title={words.first.title}
      say={words.first.say}
      action={
        <Show when={props.canWrite}>
          <FileButton kind="primary" icon={FileUp} onFile={props.onFile}>
            {words.drop.choose}
          </FileButton>
        </Show>
      }
      example={
        <ul class="first-map">
          <For each={EXAMPLE}>
            {(row) => (
              <li>
                <span class="muted">{row.name}</span>
                <b class="b">{row.field}</b>
              </li>
            )}
          </For>
        </ul>
      }
    />
  )
}
