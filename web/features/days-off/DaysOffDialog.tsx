import './days-off.css'
import { type JSX, Show } from 'solid-js'
import { createForm, type FormOptions } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { words } from './words.ts'

type Kind = 'off' | 'open'

/** What the fields say: days that are off, or open against the week, whole or between two times. */
interface Said {
  kind: Kind
  title: string
  days: { from: string; to: string }
  hours: { from: string; to: string } | null
}

interface Values extends Record<string, unknown> {
  kind: Kind
  title: string
  fromDay: string
  toDay: string
  isAllDay: boolean
  fromTime: string
  toTime: string
}

type Schema<T> = Awaited<ReturnType<FormOptions<Values, T>['schema']>>

const FIELD_OF: Readonly<Record<string, string>> = { days: 'toDay', hours: 'toTime', title: 'title' }

const saidOf = ({ kind, title, fromDay, toDay, isAllDay, fromTime, toTime }: Values): Said => ({
  kind,
  title,
  days: { from: fromDay, to: toDay },
  hours: isAllDay ? null : { from: fromTime, to: toTime },
})

/** A contract of days, held against what the fields say. */
function byFields<T>(contract: Schema<T>): Schema<T> {
  return {
    safeParse: (value) => {
      const checked = contract.safeParse(saidOf(value as Values))
      if (checked.success) return checked
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [FIELD_OF[String(path[0])] ?? 'title'],
        message,
      }))
      return { success: false, error: { issues } }
    },
  }
}

/** Days on which somebody, or everybody, does not work, or does against the week. `contract` is loaded with the dialog. */
export function DaysOffDialog<T>(props: {
  title: string
  /** What each kind means here. */
  kinds: Readonly<Record<Kind, string>>
  titleHint: string
  addLabel: string
  /** Said when the two days are none that the contract takes. */
  daysWrong: string
  today: string
  contract: () => Promise<Schema<T>>
  onClose: () => void
  onSave: (said: T) => Promise<void>
}): JSX.Element {
  const form = createForm<Values, T>({
    initial: {
      ...{ kind: 'off', title: '', fromDay: props.today, toDay: props.today },
      ...{ isAllDay: true, fromTime: '09:00', toTime: '17:00' },
    },
    schema: async () => byFields(await props.contract()),
    messages: { title: words.titleMissing, toDay: props.daysWrong, toTime: words.timesWrong },
    submit: (said) => props.onSave(said),
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title}>
      <Form form={form}>
        <Segmented
          label={words.kind}
          options={(['off', 'open'] as const).map((value) => ({ value, label: props.kinds[value] }))}
          value={form.values.kind}
          onChange={(kind) => form.set('kind', kind)}
        />
        <TextField label={words.why} hint={props.titleHint} autocomplete="off" {...form.bind('title')} />
        <div class="days-off-two">
          <TextField label={words.firstDay} type="date" {...form.bind('fromDay')} />
          <TextField label={words.lastDay} type="date" {...form.bind('toDay')} />
        </div>
        <Checkbox
          label={words.allDay}
          isChecked={form.values.isAllDay}
          onChange={(isAllDay) => form.set('isAllDay', isAllDay)}
        />
        <Show when={!form.values.isAllDay}>
          <div class="days-off-two">
            <TextField label={words.from} type="time" {...form.bind('fromTime')} />
            <TextField label={words.to} type="time" {...form.bind('toTime')} />
          </div>
        </Show>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {props.addLabel}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
