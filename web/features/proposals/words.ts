import type { ProposalView } from '../../../contracts/project-plans.ts'
import { plural } from '../../lib/i18n.ts'

const bookings = (n: number) => `${n} ${plural(n, { one: 'booking', other: 'bookings' })}`

/** Sentences about new times that are proposed for bookings. */
export const words = {
  title: 'Proposals',
  sub: 'A plan moves tasks, never a confirmed booking. For those it touches a new time waits here for your answer.',
  what: 'The proposals',
  status: 'Which',
  statuses: {
    open: 'Waiting',
    accepted: 'Accepted',
    dismissed: 'Declined',
    replaced: 'Replaced',
  } satisfies Record<ProposalView['status'], string>,
  all: 'Of all projects',
  none: 'Nothing waits for an answer',
  noneSay: 'When a task with a confirmed booking moves, the new time for the booking is proposed here.',
  noneOther: 'None of these',
  noneOtherSay: 'What is answered is kept here.',
  showOpen: 'Show what waits',
  showAll: 'Show all projects',
  from: 'Now',
  to: 'Proposed',
  because: (task: string) => `because “${task}” moved`,
  taskGone: 'because a task moved that is not there any more',
  accept: 'Move it',
  dismiss: 'Leave it',
  acceptLabel: (title: string, when: string) => `Move it: ${title} to ${when}`,
  dismissLabel: (title: string) => `Leave it: ${title}`,
  openBooking: 'Open in bookings',
  accepted: (title: string, when: string) => `${title} is now ${when}.`,
  dismissed: (title: string) => `${title} stays where it is.`,
  putBack: (title: string) => `${title} is back where it was.`,
  taken: (by: string) => `That time is taken by ${by}.`,
  takenUnknown: 'That time is taken.',
  takenSay: 'Leave it, or move one of the two by hand and try again.',
  offline: 'You are offline: proposals can be read, not answered.',
  onPlan: (n: number) =>
    n === 1
      ? 'One confirmed booking could not move with the plan. A new time waits for your answer.'
      : `${bookings(n)} could not move with the plan. New times wait for your answer.`,
  review: 'Answer',
  next: 'Next page',
  first: 'First page',
} as const
