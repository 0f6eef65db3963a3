import { useQuery } from '@tanstack/solid-query'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { dataOf } from '../../../lib/data-of.ts'
import { useWorkspace } from '../../../lib/session.tsx'
import { groupQuery, occurrencesQuery, seriesQuery } from './queries.ts'
import type { Kin } from './Scope.tsx'

/** Those that a booking belongs to, once they are known; none before that, and where it belongs to none. */
export function useKin(booking: () => BookingView | null) {
  const workspace = useWorkspace()
  const seriesId = () => booking()?.seriesId ?? null
  const group = useQuery(() => groupQuery(workspace().id, booking()?.groupId ?? null))
  const occurrences = useQuery(() => occurrencesQuery(workspace().id, seriesId()))
  const series = useQuery(() => seriesQuery(workspace().id, seriesId()))
  return {
    kin: (): Kin => ({ group: dataOf(group) ?? [], series: dataOf(occurrences) ?? [] }),
    series: () => dataOf(series),
  }
}
