import { For, type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { PutAvailability, WorkingHours } from '../../../contracts/availability.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, Switch } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FieldError, TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { type DayFields, dayFields, putHours, weeklyOf } from './availability.ts'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  isAnyTime: boolean
  days: readonly DayFields[]
  effectiveFrom: string
}

/** The contract, held against what the fields say. */
const schema = () =>
  import('../../../contracts/availability.ts').then(({ PutAvailability: Put }) => ({
    safeParse: (value: unknown) => {
      const { isAnyTime, days, effectiveFrom } = value as Values
      const checked = Put.safeParse({ effectiveFrom, weekly: isAnyTime ? null : weeklyOf(days) })
      if (checked.success) return checked
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [path[0] === 'weekly' ? 'days' : 'effectiveFrom'],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))

/** The hours of a week, from a day on. What was before stays as it was. */
export function HoursDialog(props: {
  artist: ArtistView
  today: string
  weekly: readonly WorkingHours[] | null
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const form = createForm<Values, PutAvailability>({
    initial: {
      isAnyTime: props.weekly === null,
      days: dayFields(props.weekly),
      effectiveFrom: props.today,
    },
    schema,
    messages: { days: words.hoursWrong, effectiveFrom: words.dayMissing },
    submit: async (body) => {
      await putHours(props.artist.id, body)
      toast(words.hoursSaved(props.artist.name))
      await props.onSaved()
      props.onClose()
    },
  })
  const places = [0, 1, 2, 3, 4, 5, 6]
  const day = (at: number): DayFields =>
    form.values.days[at] ?? { weekday: at + 1, isOn: false, from: '09:00', to: '17:00' }
  const set = (at: number, change: Partial<DayFields>) =>
    form.set(
      'days',
      form.values.days.map((one, no) => (no === at ? { ...one, ...change } : one)),
    )
  return (
    <Dialog isOpen onClose={props.onClose} title={words.hoursTitle(props.artist.name)}>
      <Form form={form}>
        <Switch
          label={words.anyTimeSwitch}
          isChecked={form.values.isAnyTime}
          onChange={(isAnyTime) => form.set('isAnyTime', isAnyTime)}
        />
        <Show when={!form.values.isAnyTime}>
          <fieldset class="field artist-hours" id="days" tabindex="-1">
            <legend class="lab">{words.weeklyHours}</legend>
            <For each={places}>
              {(at) => (
                <div class="row">
                  <Checkbox
                    label={words.weekdays[at] ?? ''}
                    isChecked={day(at).isOn}
                    onChange={(isOn) => set(at, { isOn })}
                  />
                  <Show when={day(at).isOn}>
                    <input
                      class="in"
                      type="time"
                      aria-label={words.dayFrom(words.weekdays[at] ?? '')}
                      value={day(at).from}
                      onInput={(event) => set(at, { from: event.currentTarget.value })}
                    />
                    <span aria-hidden="true">–</span>
                    <input
                      class="in"
                      type="time"
                      aria-label={words.dayTo(words.weekdays[at] ?? '')}
                      value={day(at).to}
                      onInput={(event) => set(at, { to: event.currentTarget.value })}
                    />
                  </Show>
                </div>
              )}
            </For>
            <FieldError id="days-err" error={form.errors.days ?? null} />
          </fieldset>
        </Show>
        <TextField
          label={words.effectiveFrom}
          hint={words.effectiveHint}
          type="date"
          {...form.bind('effectiveFrom')}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {text.form.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
