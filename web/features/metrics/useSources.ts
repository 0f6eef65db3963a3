import { type Accessor, createMemo } from 'solid-js'
import type { Freshness } from '../../../contracts/metrics.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import type { TileProps } from '../../ui/Tile.tsx'
import { problemOf } from './sources.ts'
import { words } from './words.ts'

/** Address of a connection; undefined for those who may not see connections. */
export function useConnectionHref(): Accessor<((connectionId: string) => string) | undefined> {
  const workspace = useWorkspace()
  const may = useMay()
  return () => (may('connections.read') ? (id: string) => paths.connector(workspace().slug, id) : undefined)
}

/** What a tile says about the sources of its metric; null: nothing is wrong. */
export function useProblemOf(
  metric: Accessor<string>,
  sources: Accessor<readonly Freshness[]>,
): Accessor<NonNullable<TileProps['problem']> | null> {
  const hrefOf = useConnectionHref()
  return createMemo(() => {
    const problem = problemOf(metric(), sources())
    if (!problem) return null
    const href = problem.connectionId === null ? undefined : hrefOf()?.(problem.connectionId)
    return {
      isFailed: problem.state === 'failed',
      say: words.source[problem.state](problem.source),
      href,
      fix: words.source.see,
    }
  })
}
