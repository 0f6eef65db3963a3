import type { NotificationView } from '../../../contracts/notifications.ts'
import { paths } from '../../lib/paths.ts'

/** Where what somebody was told of can be seen; null where there is no such page. */
export function linkOf({ subject }: Pick<NotificationView, 'subject'>, org: string): string | null {
  const [noun, id = ''] = subject.split(':')
  switch (noun) {
    case 'booking':
      return paths.bookings(org, `?open=booking:${encodeURIComponent(id)}`)
    default:
      return null
  }
}
