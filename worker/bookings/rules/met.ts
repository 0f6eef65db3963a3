import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingStatus } from '../../../contracts/bookings.ts'
import { BOOKINGS_IN_LINE_MAX } from '../../../contracts/limits.ts'
import { overlaps } from '../../availability/rules/spans.ts'
import type { Period } from './when.ts'

/** A booking that a new one may meet. */
export interface Met extends Period {
  id: string
  status: BookingStatus
  blocks: boolean
  createdAt: string
}

/** Those of them that stand in line for a time, whoever came first first. */
export const lineOf = <M extends Met>(met: readonly M[], period: Period): M[] =>
  met
    .filter((one) => isOpen(one.status) && overlaps(one, period))
    .sort((a, b) => inOrder(a.createdAt, b.createdAt) || inOrder(a.id, b.id))
    .slice(0, BOOKINGS_IN_LINE_MAX)

/** Those of them that keep it free of others, the earliest first. */
export const blockingOf = <M extends Met>(met: readonly M[], period: Period): M[] =>
  met
    .filter((one) => one.blocks && overlaps(one, period))
    .sort((a, b) => a.fromMs - b.fromMs || inOrder(a.id, b.id))
    .slice(0, BOOKINGS_IN_LINE_MAX)

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
