/** Words of the inbox. */
export const words = {
  title: 'Inbox',
  sub: 'What you have been told.',
  bell: (unread: number) => (unread === 0 ? 'Inbox' : `Inbox, ${unread} unread`),
  unread: (count: number) => ` ${count} unread`,
  shown: { label: 'Shown', all: 'All', unread: 'Unread' },
  readAll: 'Mark all as read',
  markRead: (title: string) => `Mark “${title}” as read`,
  markShort: 'Mark as read',
  isNew: 'Unread',
  none: 'Nothing yet',
  noneSay:
    'You are told here when a hold of yours runs out or moves up in line, and when somebody ends a booking you made.',
  noneUnread: 'All read',
  noneUnreadSay: 'Nothing new since you last looked.',
  seeAll: 'See all of it',
  first: 'Newest',
  next: 'Older',
  what: 'The inbox',
} as const
