import type { JSX } from 'solid-js'
import type { CalendarException } from '../../../contracts/project-plans.ts'
import { DaysOffDialog } from '../days-off/DaysOffDialog.tsx'
import { words } from './words.ts'

/** Days on which nobody works, or somebody does against the week. */
export function DayDialog(props: {
  today: string
  onClose: () => void
  onSave: (day: CalendarException) => Promise<void>
}): JSX.Element {
  return (
    <DaysOffDialog<CalendarException>
      title={words.dayTitle}
      kinds={words.kinds}
      titleHint={words.dayNameHint}
      addLabel={words.addDay}
      daysWrong={words.daysWrong}
      today={props.today}
      contract={async () => (await import('../../../contracts/project-plans.ts')).CalendarException}
      onClose={props.onClose}
      onSave={props.onSave}
    />
  )
}
