import type { ArtistView } from '../../../contracts/artists.ts'
import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingStatus, BookingView, RankSpan } from '../../../contracts/bookings.ts'
import { WHOLE_SHARE } from '../../../contracts/limits.ts'
import type { Draft } from '../../ui/timeline/moves.ts'
import type { BarLook, TimelineBar } from '../../ui/timeline/parts.ts'
import { touches } from '../../ui/timeline/scale.ts'
import { planWords } from './plan/words.ts'
import { areWholeDays, saidOf, wallSpan } from './when.ts'
import { words } from './words.ts'

const looks: Readonly<Record<BookingStatus, BarLook>> = {
  hold: 'hold',
  pencil: 'pencil',
  confirmed: 'confirmed',
  completed: 'completed',
  released: 'ended',
  expired: 'ended',
  cancelled: 'ended',
  declined: 'ended',
}
export const lookOf = (status: BookingStatus): BarLook => looks[status]

/** `1st`, or `1st to 2nd` where it differs from part to part; null when it stands in no line. */
export function rankText(ranks: readonly Pick<RankSpan, 'rank'>[]): string | null {
  if (ranks.length === 0) return null
  const all = ranks.map(({ rank }) => rank)
  const [best, worst] = [Math.min(...all), Math.max(...all)]
  return best === worst ? words.ordinal(best) : words.rankRange(words.ordinal(best), words.ordinal(worst))
}

/** The letter of a bar; a hold carries its place in line instead. */
export function letterOf({ status, ranks }: Pick<BookingView, 'status' | 'ranks'>): string {
  const best = Math.min(...ranks.map(({ rank }) => rank))
  return status === 'hold' && ranks.length > 0 ? words.ordinal(best) : words.letters[status]
}

interface Timed {
  id: string
  artistId: string
  status: BookingStatus
  blocks: boolean
  startTime: string
  endTime: string
  share: number
  title: string
}
const spanMs = ({ startTime, endTime }: Pick<Timed, 'startTime' | 'endTime'>) => ({
  from: Date.parse(startTime),
  to: Date.parse(endTime),
})

/** Bookings that leave no room for another one in a stretch of instants. */
export function rivalsIn<B extends Timed>(
  bookings: readonly B[],
  artist: Pick<ArtistView, 'id' | 'capacity'>,
  span: { from: number; to: number },
  exceptId: string | null,
  share = WHOLE_SHARE,
): B[] {
  const inside = bookings.filter(
    (one) => one.artistId === artist.id && one.id !== exceptId && one.blocks && touches(spanMs(one), span),
  )
  // The load only rises where one begins.
  const starts = inside.map((one) => Math.max(spanMs(one).from, span.from))
  const load = (ms: number) =>
    inside
      .filter((one) => spanMs(one).from <= ms && ms < spanMs(one).to)
      .reduce((sum, one) => sum + one.share, 0)
  const peak = Math.max(0, ...starts.map(load))
  return peak + share <= artist.capacity * WHOLE_SHARE ? [] : inside
}

/** What one that waits clashes with: somebody else keeps its time free of others. Null where it can still become more. */
export function clashOf(
  booking: BookingView,
  bookings: readonly BookingView[],
  artist: ArtistView,
): BookingView | null {
  if (booking.blocks || !isOpen(booking.status)) return null
  return rivalsIn(bookings, artist, spanMs(booking), booking.id, booking.share)[0] ?? null
}

/** Words for a bar, given by the page: times and the name of its artist. */
export interface BarWords {
  when: string
  until: string | null
}

/** A booking as a bar on the row of its artist. */
export function barOf(
  booking: BookingView,
  artist: ArtistView,
  say: BarWords,
  state: { clash: BookingView | null; isPending: boolean; mayWrite: boolean },
): TimelineBar {
  const { id, title, status, artistId } = booking
  const rank = rankText(booking.ranks)
  const sub =
    status === 'hold'
      ? [words.holdOf(rank), say.until].filter(Boolean).join(', ')
      : isOpen(status)
        ? say.when
        : words.statuses[status]
  const kin = [
    booking.groupId === null ? null : planWords.inGroup,
    booking.seriesId === null ? null : planWords.inSeries,
  ]
  const signs = [
    booking.groupId === null ? null : planWords.groupSign,
    booking.seriesId === null ? null : planWords.seriesSign,
  ]
  const share = booking.share === WHOLE_SHARE ? null : words.percent(booking.share)
  return {
    id,
    rowId: artistId,
    ...wallSpan(booking, artist.timeZone),
    title,
    sub: [share, sub, ...signs].filter(Boolean).join(' '),
    look: looks[status],
    letter: letterOf(booking),
    label: [
      status === 'hold' ? words.holdOf(rank) : words.statuses[status],
      title,
      artist.name,
      share === null ? null : words.ofTheirTime(share),
      say.when,
      say.until,
      ...kin,
    ]
      .filter(Boolean)
      .join(', '),
    clash: state.clash === null ? null : words.clashesWith(state.clash.title),
    isPending: state.isPending,
    isMovable: state.mayWrite && isOpen(status) && !state.isPending,
  }
}

/** What dropping a bar would change of its booking. */
export function changeOfDrop(booking: BookingView, artist: ArtistView, draft: Draft) {
  const isDays = booking.days !== null && areWholeDays(draft)
  const when = saidOf(draft, artist.timeZone, isDays)
  return { ...when, ...(artist.id === booking.artistId ? {} : { artistId: artist.id }) }
}

/** The instants of a draft on the clock of an artist. */
export function draftMs(draft: Draft, artist: ArtistView) {
  const { startTime = '', endTime = '' } = saidOf(draft, artist.timeZone, false)
  return { from: Date.parse(startTime), to: Date.parse(endTime) }
}
