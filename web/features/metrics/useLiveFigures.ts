import { type Query, useQueryClient } from '@tanstack/solid-query'
import { onCleanup } from 'solid-js'
import { browserClock } from '../../lib/later.ts'
import { onFrame } from '../../lib/live.ts'
import { useWorkspace } from '../../lib/session.tsx'
import type { Days } from './buckets.ts'
import { makeGoneMetrics } from './gone.ts'
import { makePacer } from './pacer.ts'
import { FIGURES } from './queries.ts'

/** Figures on screen are asked for again at most this often, however fast the facts move. */
const GAP_MS = 1_000

/** How fresh the sources are changes with these; a stored page of a sync says only how far it is. */
const movesFreshness = (type: string) => /^(connection|sync)\./.test(type) && type !== 'sync.page_stored'

/**
 * Keeps the figures of a page in step with the facts: when numbers inside `days` move, or a connection does, what is on
 * screen is asked for again, and replaces the old values in place. What names a metric that is gone is not: the page asks something else as
 * soon as it has the new catalogue.
 */
export function useLiveFigures(days: () => Days): void {
  const client = useQueryClient()
  const workspace = useWorkspace()
  const queryKey = [workspace().id, FIGURES]
  const gone = makeGoneMetrics()
  const isAnswered = ({ queryKey }: Query) => !gone.isNamedIn(queryKey)
  const refetch = async () => {
    await client.invalidateQueries({ queryKey, refetchType: 'none' })
    await client.refetchQueries({ queryKey, type: 'active', predicate: isAnswered }, { cancelRefetch: false })
  }
  const pacer = makePacer(refetch, GAP_MS, browserClock)
  const stop = onFrame('rollup', (frame) => {
    const { from, to } = days()
    if (frame.metrics.some((metric) => metric.to >= from && metric.from <= to)) pacer.poke()
  })
  const stopEvents = onFrame('events', (frame) => {
    gone.hear(frame.events)
    if (frame.events.some((event) => movesFreshness(event.type))) pacer.poke()
  })
  onCleanup(() => {
    stop()
    stopEvents()
    pacer.stop()
  })
}
