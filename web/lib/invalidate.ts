/**
 * Which areas of the query cache an event of the log touches. Areas are the second part of every query key. An unknown
 * event touches only the list of events, so a new kind of fact can never make the page refetch everything.
 */
export function areasOf(eventType: string): readonly string[] {
  // A load leaves one of these per batch, a sync one per page; how far they are comes as progress frames.
  if (eventType === 'import.rows_loaded' || eventType === 'sync.page_stored') return []
  const [noun] = eventType.split('.')
  switch (noun) {
    case 'import':
    case 'imports':
      return ['imports', 'setup', 'events']
    case 'connection':
    case 'sync':
      return ['connections', 'setup', 'events']
    case 'metric':
    case 'metrics':
      return ['metrics', 'events']
    case 'client':
    case 'clients':
      return ['clients', 'events']
    case 'artist':
      return ['artists', 'bookings', 'load', 'events']
    case 'booking':
    case 'bookings':
    case 'booking_series':
      return ['bookings', 'load', 'events']
    case 'project':
    case 'phase':
    case 'task':
    case 'dependency':
    case 'calendar':
      return ['projects', 'load', 'events']
    case 'job':
    case 'application':
    case 'profile':
      return ['jobs', 'events']
    case 'profile_link':
      return ['artists', 'jobs', 'events']
    case 'dashboard':
    case 'dashboards':
      return ['dashboards', 'events']
    case 'member':
    case 'members':
      return ['members', 'session', 'events']
    case 'key':
    case 'keys':
      return ['keys', 'events']
    case 'workspace':
      return ['workspace', 'session', 'setup', 'events']
    case 'sample':
      return ['setup', 'metrics', 'clients', 'dashboards', 'events']
    case 'backup':
      return ['backups', 'events']
    case 'retention':
      return ['retention', 'events']
    case 'records':
      return ['setup', 'events']
    default:
      return ['events']
  }
}
