import { type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingView } from '../../../contracts/bookings.ts'
import { listOf } from '../../lib/i18n.ts'
import { text } from '../../lib/text.ts'
import { spanText } from '../../lib/wall.ts'
import { Button } from '../../ui/Button.tsx'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { BookingField } from './conflicts.ts'
import type { Changes, Conflict } from './useChanges.ts'
import { wallSpan } from './when.ts'
import { words } from './words.ts'

/** Two changed the same of a booking: theirs and mine side by side, and what it was. */
export function ConflictDialog(props: {
  conflict: Conflict
  changes: Changes
  artistOf: (id: string) => ArtistView | undefined
}): JSX.Element {
  const saidOf = (booking: BookingView, field: BookingField): string => {
    switch (field) {
      case 'title':
        return booking.title
      case 'notes':
        return booking.notes ?? words.nothing
      case 'artist':
        return booking.artistName
      case 'when': {
        const zone = props.artistOf(booking.artistId)?.timeZone ?? booking.timeZone
        const { from, to } = wallSpan(booking, zone)
        return spanText(from, to)
      }
    }
  }
  const said = (booking: BookingView) =>
    props.conflict.fields.map((field) => saidOf(booking, field)).join(' · ')
  return (
    <Dialog isOpen title={words.conflictTitle} onClose={() => props.changes.decide(false)}>
      <Show
        when={isOpen(props.conflict.now.status)}
        fallback={
          <>
            <p>{words.endedMeanwhile(props.conflict.now.status)}</p>
            <div class="row end">
              <Button kind="primary" onClick={() => props.changes.decide(false)}>
                {text.form.close}
              </Button>
            </div>
          </>
        }
      >
        <ConflictCard
          title={words.conflict(listOf(props.conflict.fields.map((field) => words.fields[field])))}
          base={said(props.conflict.base)}
          mine={{ id: 'mine', name: words.you, value: said(props.conflict.mine) }}
          theirs={{ id: 'theirs', name: words.them, value: said(props.conflict.now), at: words.justNow }}
          onKeepMine={() => props.changes.decide(true)}
          onTakeTheirs={() => props.changes.decide(false)}
        />
      </Show>
    </Dialog>
  )
}
