import { type JSX, Show } from 'solid-js'
import type { CalendarException } from '../../../contracts/project-plans.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  kind: CalendarException['kind']
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
  import('../../../contracts/project-plans.ts').then(({ CalendarException: Exception }) => ({
    safeParse: (value: unknown) => {
      const { kind, title, fromDay, toDay, isAllDay, fromTime, toTime } = value as Values
      const checked = Exception.safeParse({
        ...{ kind, title, days: { from: fromDay, to: toDay } },
        hours: isAllDay ? null : { from: fromTime, to: toTime },
      })
      if (checked.success) return checked
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [fieldOf[String(path[0])] ?? 'title'],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))

/** Days on which nobody works, or somebody does against the week. */
export function DayDialog(props: {
  today: string
  onClose: () => void
  onSave: (day: CalendarException) => Promise<void>
}): JSX.Element {
  const form = createForm<Values, CalendarException>({
    initial: {
      ...{ kind: 'off', title: '', fromDay: props.today, toDay: props.today },
      ...{ isAllDay: true, fromTime: '09:00', toTime: '17:00' },
    },
    schema,
    messages: { title: words.titleMissing, toDay: words.daysWrong, toTime: words.timesWrong },
    submit: props.onSave,
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.dayTitle}>
      <Form form={form}>
        <Segmented
          label={words.kind}
          options={(['off', 'open'] as const).map((value) => ({ value, label: words.kinds[value] }))}
          value={form.values.kind}
          onChange={(kind) => form.set('kind', kind)}
        />
        <TextField
          label={words.dayName}
          hint={words.dayNameHint}
          autocomplete="off"
          {...form.bind('title')}
        />
        <div class="calendar-two">
          <TextField label={words.firstDay} type="date" {...form.bind('fromDay')} />
          <TextField label={words.lastDay} type="date" {...form.bind('toDay')} />
        </div>
        <Checkbox
          label={words.allDay}
          isChecked={form.values.isAllDay}
          onChange={(isAllDay) => form.set('isAllDay', isAllDay)}
        />
        <Show when={!form.values.isAllDay}>
          <div class="calendar-two">
            <TextField label={words.fromTime} type="time" {...form.bind('fromTime')} />
            <TextField label={words.toTime} type="time" {...form.bind('toTime')} />
          </div>
        </Show>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.addDay}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
