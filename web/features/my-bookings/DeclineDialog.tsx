import { createSignal, type JSX } from 'solid-js'
import type { MyBookingView } from '../../../contracts/bookings.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { words } from './words.ts'

const REASON_CHARS_MAX = 500

/** Asks before a booking is declined, because that ends it. */
export function DeclineDialog(props: {
  booking: MyBookingView
  isBusy: boolean
  onDecline: (reason: string) => void
  onClose: () => void
}): JSX.Element {
  const [reason, setReason] = createSignal('')
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={words.declineTitle(props.booking.title)}
      say={words.declineSay}
    >
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          props.onDecline(reason().trim())
        }}
      >
        <TextField
          label={words.declineReason}
          hint={words.declineHint}
          isOptional
          maxlength={REASON_CHARS_MAX}
          value={reason()}
          onInput={setReason}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{words.keep}</Button>
          <Button type="submit" kind="danger" isBusy={props.isBusy}>
            {words.decline}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
