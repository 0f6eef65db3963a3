import { A } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { BookingStatus, BookingView } from '../../../contracts/bookings.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { spanText } from '../../lib/wall.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Pill, type Tone } from '../../ui/Pill.tsx'
import { dayOfWall } from '../../ui/timeline/scale.ts'
import { rankText } from '../bookings/bars.ts'
import { wallSpan } from '../bookings/when.ts'
import { words as bookingWords } from '../bookings/words.ts'
import { words } from './words.ts'

const tones: Readonly<Record<BookingStatus, Tone>> = {
  hold: 'late',
  pencil: 'note',
  confirmed: 'good',
  completed: 'good',
  released: 'plain',
  expired: 'plain',
  cancelled: 'bad',
  declined: 'bad',
}

/** Bookings of one artist as rows; each leads to where it stands among the others. */
export function BookingRows(props: {
  label: string
  artist: ArtistView
  rows: readonly BookingView[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  none: string
}): JSX.Element {
  const workspace = useWorkspace()
  const span = (booking: BookingView) => wallSpan(booking, props.artist.timeZone)
  const place = (booking: BookingView) => {
    const at = dayOfWall(span(booking).from)
    return paths.bookings(workspace().slug, `?at=${at}&open=booking:${booking.id}`)
  }
  const status = (booking: BookingView) =>
    booking.status === 'hold'
      ? bookingWords.holdOf(rankText(booking.ranks))
      : bookingWords.statuses[booking.status]
  const columns: readonly Column<BookingView>[] = [
    {
      id: 'title',
      header: words.booking,
      cell: (booking) => (
        <A class="row-link" href={place(booking)}>
          <span class="clip">{booking.title}</span>
        </A>
      ),
    },
    {
      id: 'status',
      header: words.status,
      cell: (booking) => <Pill tone={tones[booking.status]}>{status(booking)}</Pill>,
    },
    {
      id: 'when',
      header: words.when,
      isEnd: true,
      cell: (booking) => spanText(span(booking).from, span(booking).to),
    },
  ]
  return (
    <DataTable
      label={props.label}
      columns={columns}
      rows={props.rows}
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      empty={<p class="muted artist-none">{props.none}</p>}
    />
  )
}
