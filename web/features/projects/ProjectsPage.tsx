import { dataOf } from '../../lib/data-of.ts'
import './projects.css'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import ChartGantt from 'lucide-solid/icons/chart-gantt'
import Plus from 'lucide-solid/icons/plus'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { useCommands } from '../../lib/commands.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Select } from '../../ui/Select.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { ProjectDialog } from './ProjectDialog.tsx'
import { ProjectsHead } from './ProjectsHead.tsx'
import { ProjectsTable } from './ProjectsTable.tsx'
import { projectsKey, projectsPageQuery } from './queries.ts'
import { type ProjectsShown, projectsShown, statuses } from './shown.ts'
import { words } from './words.ts'

const ANY = 'any'

/** Every project of the workspace, how far it is and when it will be over. */
export default function ProjectsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const shown = createMemo(() => projectsShown(search))
  const query = useQuery(() => projectsPageQuery(workspace().id, shown()))
  const page = () => dataOf(query)
  const [isMaking, setMaking] = createSignal(false)
  const isFiltered = () => shown().text !== '' || shown().status !== null || shown().archived !== 'no'
  const clear = () => setSearch({ q: null, status: null, archived: null, cursor: null })
  useCommands([
    {
      id: 'project.new',
      title: words.add,
      group: words.title,
      permission: 'projects.write',
      words: ['plan', 'gantt'],
      run: () => setMaking(true),
    },
  ])
  const empty = () => (
    <Show
      when={isFiltered()}
      fallback={
        <EmptyState
          icon={ChartGantt}
          title={words.none}
          isCard={false}
          actions={
            <Show when={may('projects.write')}>
              <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
                {words.add}
              </Button>
            </Show>
          }
        >
          {may('projects.write') ? words.noneSay : words.noneRead}
        </EmptyState>
      }
    >
      <EmptyState
        icon={SearchX}
        title={words.noMatch}
        isCard={false}
        actions={<Button onClick={clear}>{words.clear}</Button>}
      >
        {words.noMatchSay}
      </EmptyState>
    </Show>
  )
  return (
    <>
      <ProjectsHead title={words.title} sub={words.sub}>
        <Show when={may('projects.write')}>
          <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
            {words.add}
          </Button>
        </Show>
      </ProjectsHead>
      <ProjectsTools
        shown={shown()}
        onChange={(changes) => setSearch({ ...changes, cursor: null }, { replace: true })}
      />
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <ProjectsTable
          rows={page()?.projects}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={empty()}
        />
      </Card>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
      <Show when={isMaking()}>
        <ProjectDialog
          project={null}
          onClose={() => setMaking(false)}
          onSaved={async (made) => {
            await client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
            navigate(paths.project(workspace().slug, made.id))
          }}
        />
      </Show>
    </>
  )
}

function ProjectsTools(props: {
  shown: ProjectsShown
  onChange: (changes: Record<string, string | null>) => void
}): JSX.Element {
  return (
    <div class="projects-tools">
      <SearchBox
        group={words.title}
        label={words.search}
        value={props.shown.text}
        onInput={(text) => props.onChange({ q: text || null })}
      />
      <Select
        label={words.status}
        isLabelHidden
        options={[
          { value: ANY, label: words.anyStatus },
          ...statuses.map((value) => ({ value, label: words.statuses[value] })),
        ]}
        value={props.shown.status ?? ANY}
        onChange={(status) => props.onChange({ status: status === ANY ? null : status })}
      />
      <Select
        label={words.archivedFilter}
        isLabelHidden
        options={[
          { value: 'no', label: words.archivedNo },
          { value: 'yes', label: words.archivedYes },
          { value: 'all', label: words.archivedAll },
        ]}
        value={props.shown.archived}
        onChange={(archived) => props.onChange({ archived: archived === 'no' ? null : archived })}
      />
    </div>
  )
}
