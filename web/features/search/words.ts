import type { SearchKind } from '../../../contracts/search.ts'

/** Words about what was found. */
export const words = {
  groups: {
    artist: 'Artists',
    booking: 'Bookings',
    client: 'Clients',
    dashboard: 'Dashboards',
  } satisfies Record<SearchKind, string>,
  archived: 'Archived',
  dashboards: { finance: 'Performance' },
}
