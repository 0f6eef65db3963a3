import type { NotificationView } from '../../../contracts/notifications.ts'
import type { Permission } from '../../../contracts/permissions.ts'
import { paths } from '../../lib/paths.ts'

/** Where what somebody was told of can be seen by them; null where there is no such page. */
export function linkOf(
  { subject }: Pick<NotificationView, 'subject'>,
  org: string,
  may: (permission: Permission) => boolean,
): string | null {
  const [noun, id = ''] = subject.split(':')
  switch (noun) {
    case 'booking':
      if (may('bookings.read')) return paths.bookings(org, `?open=booking:${encodeURIComponent(id)}`)
      return may('bookings.read_own') ? paths.myBookings(org) : null
    case 'application':
      return paths.applications(org)
    case 'profile':
      return paths.profile(org)
    case 'artist':
      return may('artists.read') ? paths.artist(org, id) : null
    case 'calendar':
      if (may('artists.write')) return paths.artist(org, id)
      return may('bookings.read_own') ? paths.myBookings(org) : null
    case 'job':
      return paths.job(org, id)
    case 'connection':
      return may('connections.read') ? paths.connector(org, id) : null
    default:
      return null
  }
}
