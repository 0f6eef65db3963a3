import { useQuery } from '@tanstack/solid-query'
import type { BookingView } from '../../../../contracts/bookings.ts'
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
  const known = <T>(query: { isPending: boolean; data: T | undefined }) =>
    query.isPending ? undefined : query.data
  return {
    kin: (): Kin => ({ group: known(group) ?? [], series: known(occurrences) ?? [] }),
    series: () => known(series),
  }
}
