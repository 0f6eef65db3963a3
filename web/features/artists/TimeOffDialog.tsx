import type { JSX } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { CreateTimeOff } from '../../../contracts/availability.ts'
import { toast } from '../../ui/Toast.tsx'
import { DaysOffDialog } from '../days-off/DaysOffDialog.tsx'
import { addTimeOff } from './availability.ts'
import { words } from './words.ts'

/** Days on which somebody is not there, or is there against the weekly hours. */
export function TimeOffDialog(props: {
  artist: ArtistView
  today: string
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const save = async (body: CreateTimeOff) => {
    const made = await addTimeOff(props.artist.id, body)
    toast(words.timeOffAdded(made.title))
    await props.onSaved()
    props.onClose()
  }
  return (
    <DaysOffDialog<CreateTimeOff>
      title={words.timeOffTitle(props.artist.name)}
      kinds={words.offKinds}
      titleHint={words.offTitleHint}
      addLabel={words.addTimeOff}
      daysWrong={words.offDaysWrong}
      today={props.today}
      contract={async () => (await import('../../../contracts/availability.ts')).CreateTimeOff}
      onClose={props.onClose}
      onSave={save}
    />
  )
}
