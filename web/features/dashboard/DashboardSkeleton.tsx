import { For, type JSX } from 'solid-js'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { words } from './words.ts'

/** The dashboard before its numbers: the same boxes at the same places. */
export function DashboardSkeleton(): JSX.Element {
  return (
    <div aria-busy="true">
      <div class="grid tiles dashboard-tiles" data-count="4">
        <For each={[0, 1, 2, 3]}>
          {() => (
            <div class="card tile-skeleton">
              <Skeleton label={words.figures} shape="tile" />
            </div>
          )}
        </For>
      </div>
      <div class="grid split">
        <div class="card chart-skeleton">
          <Skeleton label={words.figures} shape="chart" />
        </div>
        <div class="card">
          <Skeleton label={words.figures} rows={8} />
        </div>
      </div>
    </div>
  )
}
