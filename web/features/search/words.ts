import type { SearchKind } from '../../../contracts/search.ts'

/** Words about what was found. */
export const words = {
  groups: {
    artist: 'Artists',
    booking: 'Bookings',
    client: 'Clients',
    dashboard: 'Dashboards',
    job: 'Jobs',
    listing: 'Jobs on the board',
    project: 'Projects',
    task: 'Tasks',
  } satisfies Record<SearchKind, string>,
  archived: 'Archived',
  done: 'Done',
  closed: 'Closed',
  dashboards: { finance: 'Performance' },
}
