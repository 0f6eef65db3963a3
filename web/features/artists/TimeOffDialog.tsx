import { type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { CreateTimeOff } from '../../../contracts/availability.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { toast } from '../../ui/Toast.tsx'
import { addTimeOff } from './availability.ts'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  kind: CreateTimeOff['kind']
  title: string
  fromDay: string
  toDay: string
  isAllDay: boolean
  fromTime: string
  toTime: string
}

const fieldOf: Readonly<Record<string, string>> = { days: 'toDay', hours: 'toTime', title: 'title' }

/** The contract, held against what the fields say. */
const schema = () =>
  import('../../../contracts/availability.ts').then(({ CreateTimeOff: Create }) => ({
    safeParse: (value: unknown) => {
      const { kind, title, fromDay, toDay, isAllDay, fromTime, toTime } = value as Values
      const days = { from: fromDay, to: toDay }
      const hours = isAllDay ? null : { from: fromTime, to: toTime }
      const checked = Create.safeParse({ kind, title, days, hours })
      if (checked.success) return checked
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [fieldOf[String(path[0])] ?? 'title'],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))

/** Days on which somebody is not there, or is there against the weekly hours. */
export function TimeOffDialog(props: {
  artist: ArtistView
  today: string
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const form = createForm<Values, CreateTimeOff>({
    initial: {
      ...{ kind: 'off', title: '', fromDay: props.today, toDay: props.today },
      ...{ isAllDay: true, fromTime: '09:00', toTime: '17:00' },
    },
    schema,
    messages: { title: words.offTitleMissing, toDay: words.offDaysWrong, toTime: words.offHoursWrong },
    submit: async (body) => {
      const made = await addTimeOff(props.artist.id, body)
      toast(words.timeOffAdded(made.title))
      await props.onSaved()
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.timeOffTitle(props.artist.name)}>
      <Form form={form}>
        <Segmented
          label={words.offKind}
          options={(['off', 'open'] as const).map((value) => ({ value, label: words.offKinds[value] }))}
          value={form.values.kind}
          onChange={(kind) => form.set('kind', kind)}
        />
        <TextField
          label={words.offTitle}
          hint={words.offTitleHint}
          autocomplete="off"
          {...form.bind('title')}
        />
        <div class="artist-two">
          <TextField label={words.offFirst} type="date" {...form.bind('fromDay')} />
          <TextField label={words.offLast} type="date" {...form.bind('toDay')} />
        </div>
        <Checkbox
          label={words.offAllDay}
          isChecked={form.values.isAllDay}
          onChange={(isAllDay) => form.set('isAllDay', isAllDay)}
        />
        <Show when={!form.values.isAllDay}>
          <div class="artist-two">
            <TextField label={words.offFrom} type="time" {...form.bind('fromTime')} />
            <TextField label={words.offTo} type="time" {...form.bind('toTime')} />
          </div>
        </Show>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.addTimeOff}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
