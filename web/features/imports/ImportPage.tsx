import { dataOf } from '../../lib/data-of.ts'
import './imports.css'
import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Upload from 'lucide-solid/icons/upload'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { ApiError } from '../../lib/errors.ts'
import type { Format } from '../../lib/format.ts'
import { usePageTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { dropDraft, upload } from '../../lib/stores/import-draft.ts'
import { PageHeader } from '../../ui/Card.tsx'
import { QueryView } from '../../ui/Skeleton.tsx'
import { NotFound } from '../../ui/States.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { CheckStep } from './CheckStep.tsx'
import { FileButton } from './Intake.tsx'
import { LoadStep } from './LoadStep.tsx'
import { MapStep } from './MapStep.tsx'
import { earlierSame } from './mapping.ts'
import {
  importKey,
  importQuery,
  importsKey,
  importsQuery,
  startImport,
  useImportProgress,
} from './queries.ts'
import { RecentList } from './RecentList.tsx'
import { RunningCard } from './RunningCard.tsx'
import { rowCountOf, stepOf } from './summary.ts'
import { UploadCard } from './UploadCard.tsx'
import { useMapping } from './useMapping.ts'
import { useUpload } from './useUpload.ts'
import { words } from './words.ts'

const RECENT_MAX = 5
const STEPS = (['upload', 'map', 'check', 'import'] as const).map((id) => ({ id, label: words.steps[id] }))

/** One import from its mapping to its result. */
export default function ImportPage(): JSX.Element {
  const params = useParams()
  const workspace = useWorkspace()
  const id = () => params.id ?? ''
  const view = useQuery(() => importQuery(workspace().id, id()))
  const imports = useQuery(() => importsQuery(workspace().id))
  useImportProgress(() => workspace().id)
  usePageTitle(() => dataOf(view)?.name)
  const isMissing = () =>
    view.isError && view.error instanceof ApiError && [400, 404].includes(view.error.status)
  return (
    <Show when={!isMissing()} fallback={<NotFound homeHref={paths.imports(workspace().slug)} />}>
      <QueryView query={view} what={words.page.what}>
        {(data) => (
          // The list decides what a new mapping starts from, so it is waited for, but an error of it stops nothing.
          <Show when={!imports.isPending && `${data().id}`} keyed>
            <Wizard view={data()} views={dataOf(imports) ?? []} />
          </Show>
        )}
      </QueryView>
    </Show>
  )
}

/** `541,909 rows · 8 columns · 45.5 MB · comma, UTF-8, header in row 1`. */
function summaryOf(view: ImportView, format: Format): string {
  const { detection } = view
  const rows = rowCountOf(detection, view.bytesTotal)
  const count = view.status === 'done' ? { count: view.rowsRead, isExact: true } : rows
  const shown = count && format.count(String(count.count))
  return [
    count && shown && (count.isExact ? words.summary.exact(shown, count.count) : words.summary.about(shown)),
    words.summary.columns(detection.columns.length),
    format.bytes(view.bytesTotal),
    [
      words.summary.delimiter[detection.delimiter],
      words.summary.encoding[detection.encoding],
      detection.hasHeader ? words.summary.header : words.summary.noHeader,
    ].join(', '),
  ]
    .filter(Boolean)
    .join(' · ')
}

function Wizard(props: { view: ImportView; views: readonly ImportView[] }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [query, setQuery] = useSearchParams()
  const mapping = useMapping(
    () => props.view,
    () => props.views,
  )
  // A press that is repeated after a lost answer is the same command.
  const commandId = crypto.randomUUID()
  const uploads = useUpload((id) => navigate(paths.import(workspace().slug, id)))
  const step = createMemo(() => {
    const asked = stepOf(props.view, query.step)
    return asked === 'check' && mapping.commit() === null ? 'map' : asked
  })
  const rowCount = () => {
    const rows = rowCountOf(props.view.detection, props.view.bytesTotal)
    return rows?.isExact ? format().count(String(rows.count)) : null
  }
  const go = (next: 'map' | 'check') => {
    setQuery({ step: next === 'map' ? null : next })
    scrollTo({ top: 0 })
    // After the step was drawn: the button that had the focus is gone then.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }),
    )
  }
  const start = async () => {
    const commit = mapping.commit()
    if (!commit) return
    const started = await startImport(workspace().id, props.view.id, commit, commandId)
    client.setQueryData(importKey(workspace().id, started.id), started)
    void client.invalidateQueries({ queryKey: importsKey(workspace().id) })
    dropDraft(started.id)
    setQuery({ step: null }, { replace: true })
  }
  const again = async () => {
    const { mapping: chosen, id } = props.view
    if (!chosen) return
    client.setQueryData(
      importKey(workspace().id, id),
      await startImport(workspace().id, id, chosen, crypto.randomUUID()),
    )
    void client.invalidateQueries({ queryKey: importsKey(workspace().id) })
  }
  const running = () => props.views.filter((view) => view.id !== props.view.id && view.status === 'loading')
  const recent = () =>
    props.views.filter((view) => view.id !== props.view.id && view.status !== 'loading').slice(0, RECENT_MAX)
  const current = () => {
    const state = upload()
    return state && state.workspaceId === workspace().id ? state : null
  }
  const isDone = () => props.view.status === 'done'
  return (
    <>
      <PageHeader
        title={words.summary.title(props.view.name)}
        sub={<span class="num">{summaryOf(props.view, format())}</span>}
      >
        <Show when={step() !== 'import' && may('imports.write')}>
          <FileButton icon={Upload} onFile={uploads.start}>
            {words.summary.replace}
          </FileButton>
        </Show>
      </PageHeader>
      <Steps steps={STEPS} at={step()} isDone={isDone()} />
      <div class="cols">
        <div class="grid">
          <Show when={current()}>{(state) => <UploadCard state={state()} uploads={uploads} />}</Show>
          <Switch>
            <Match when={step() === 'map'}>
              <MapStep
                view={props.view}
                mapping={mapping}
                rowCount={rowCount()}
                onBack={() => navigate(paths.imports(workspace().slug))}
                onCheck={() => go('check')}
              />
            </Match>
            <Match when={step() === 'check'}>
              <CheckStep
                view={props.view}
                mapping={mapping}
                rowCount={rowCount()}
                same={earlierSame(props.view, props.views)}
                onBack={() => go('map')}
                onStart={start}
              />
            </Match>
            <Match when={step() === 'import'}>
              <LoadStep view={props.view} onAgain={again} />
            </Match>
          </Switch>
        </div>
        <aside class="grid" aria-label={words.page.list}>
          <Show when={running().length > 0}>
            <RunningCard views={running()} />
          </Show>
          <RecentList views={recent()} />
        </aside>
      </div>
    </>
  )
}
