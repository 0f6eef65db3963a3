import { dataOf } from '../../lib/data-of.ts'
import './projects.css'
import { useParams, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Match, Switch } from 'solid-js'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { usePageTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { wallOf } from '../../lib/zone.ts'
import { PageHeader } from '../../ui/Card.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, NotFound } from '../../ui/States.tsx'
import { dayOfWall, lastDayOf } from '../../ui/timeline/scale.ts'
import { PlanBody } from './PlanBody.tsx'
import { taskSpan } from './plan.ts'
import { planQuery } from './queries.ts'
import { firstDay, planShown } from './shown.ts'
import { words } from './words.ts'

/** One project: its plan as a chart or a list, and everything that can be done with it. */
export default function ProjectPage(): JSX.Element {
  const params = useParams()
  const workspace = useWorkspace()
  const now = useNow()
  const [search, setSearch] = useSearchParams()
  const query = useQuery(() => planQuery(workspace().id, params.id ?? ''))
  const plan = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  usePageTitle(() => plan()?.project.name)
  const isGone = () => query.error !== null && asApiError(query.error).code === 'not_found'
  const shown = createMemo(() => planShown(search))
  /** Where the chart opens: today while the plan runs. It stays there while the plan moves under it. */
  const opensAt = createMemo<string | null>((before) => {
    const project = plan()?.project
    if (before !== null || !project) return before
    const { startTime, endTime, timeZone } = project
    const today = dayOfWall(wallOf(now(), timeZone))
    if (startTime === null || endTime === null) return firstDay(today, project.startDay, null)
    const span = taskSpan({ startTime, endTime }, timeZone)
    return firstDay(today, dayOfWall(span.from), lastDayOf(span))
  }, null)
  return (
    <Switch>
      <Match when={isLoading()}>
        <Skeleton label={words.one} shape="table" />
      </Match>
      <Match when={isGone()}>
        <NotFound title={words.gone} why={words.goneSay} homeHref={paths.projects(workspace().slug)} />
      </Match>
      <Match when={query.error && plan() === undefined}>
        <PageHeader title={words.one} />
        <ErrorCard what={words.one} error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </Match>
      <Match when={plan()}>
        {(found) => (
          <PlanBody
            plan={found()}
            shown={shown()}
            day={shown().day ?? opensAt() ?? found().project.startDay}
            onChange={setSearch}
          />
        )}
      </Match>
    </Switch>
  )
}
