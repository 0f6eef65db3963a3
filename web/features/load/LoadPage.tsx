import { dataOf } from '../../lib/data-of.ts'
import './load.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Gauge from 'lucide-solid/icons/gauge'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { addDays } from '../../../contracts/days.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { useIsPhone } from '../../lib/phone.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { ProjectsHead } from '../projects/ProjectsHead.tsx'
import { LoadGrid } from './LoadGrid.tsx'
import { LoadWeek } from './LoadWeek.tsx'
import { isOverbooked, levels, loadShown, openText, weeksFrom } from './load.ts'
import { loadQuery } from './queries.ts'
import { words } from './words.ts'

const WEEKS = 12
/** What fits beside the names without scrolling sideways. */
const WEEKS_ON_PHONE = 4

/** What everybody has to do, week by week, over all projects and bookings. */
export default function LoadPage(): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useNow()
  const isPhone = useIsPhone()
  const [search, setSearch] = useSearchParams()
  const today = () => format().today(now())
  const shown = createMemo(() => loadShown(search, today()))
  const weeks = createMemo(() =>
    weeksFrom(shown().day, isPhone() ? WEEKS_ON_PHONE : WEEKS, workspace().weekStart),
  )
  const span = () => ({ from: weeks()[0]?.from ?? today(), to: weeks().at(-1)?.to ?? today() })
  const query = useQuery(() => loadQuery(workspace().id, span().from, span().to))
  const all = () => dataOf(query)
  const over = createMemo(() => (all() ?? []).filter(isOverbooked))
  const rows = () => (shown().who === 'over' ? over() : (all() ?? []))
  const step = (by: 1 | -1) => setSearch({ at: addDays(span().from, by * weeks().length * 7), open: null })
  const weekOf = (from: string) => weeksFrom(from, 1, workspace().weekStart)[0] ?? { from, to: from }
  return (
    <>
      <ProjectsHead title={words.title} sub={words.sub} />
      <div class="load-tools">
        <div class="row">
          <IconButton icon={ChevronLeft} label={words.earlier} onClick={() => step(-1)} />
          <Button onClick={() => setSearch({ at: null, open: null })}>{words.today}</Button>
          <IconButton icon={ChevronRight} label={words.later} onClick={() => step(1)} />
          <p class="load-range">{format().dayRange(span().from, span().to)}</p>
        </div>
        <Segmented
          label={words.who}
          options={[
            { value: 'all', label: words.all },
            { value: 'over', label: words.over },
          ]}
          value={shown().who}
          onChange={(who) => setSearch({ who: who === 'all' ? null : who }, { replace: true })}
        />
        <Show when={all()}>
          <p class="load-sum" classList={{ neg: over().length > 0 }} role="status">
            {words.summary(over().length, weeks().length)}
          </p>
        </Show>
      </div>
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <Switch fallback={<Skeleton label={words.what} shape="table" />}>
          <Match when={query.error && all() === undefined}>
            <ErrorCard
              what={words.what}
              error={asApiError(query.error)}
              onRetry={() => void query.refetch()}
              isCard={false}
            />
          </Match>
          <Match when={all()?.length === 0}>
            <EmptyState icon={Gauge} title={words.none} isCard={false}>
              {words.noneSay}
            </EmptyState>
          </Match>
          <Match when={all() && rows().length === 0}>
            <EmptyState
              icon={Gauge}
              tone="pos"
              title={words.nobodyOver}
              isCard={false}
              actions={<Button onClick={() => setSearch({ who: null })}>{words.showAll}</Button>}
            >
              {words.nobodyOverSay}
            </EmptyState>
          </Match>
          <Match when={all()}>
            <LoadGrid
              people={rows()}
              weeks={weeks()}
              today={today()}
              onOpen={(artistId, from) => setSearch({ open: openText(artistId, from) })}
            />
          </Match>
        </Switch>
      </Card>
      <ul class="load-legend" aria-hidden="true">
        <For each={levels}>
          {(level) => (
            <li>
              <span class={`load-key ${level}`} /> {words.levels[level]}
            </li>
          )}
        </For>
        <li>
          <span class="load-key some has-over" /> {words.overDay}
        </li>
      </ul>
      <Show when={shown().open} keyed>
        {(open) => (
          <LoadWeek
            artistId={open.artistId}
            name={all()?.find(({ artistId }) => artistId === open.artistId)?.name ?? words.person}
            week={weekOf(open.from)}
            onClose={() => setSearch({ open: null })}
          />
        )}
      </Show>
    </>
  )
}
