import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { For, type JSX } from 'solid-js'
import type { WorkingHours } from '../../../contracts/availability.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FieldError } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { type DayStretches, stretchesOf, weeklyOf, withStretch } from './hours.ts'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  days: readonly DayStretches[]
}

/** The contract, held against what the fields say. */
const schema = () =>
  import('../../../contracts/project-plans.ts').then(({ WorkingCalendar }) => ({
    safeParse: (value: unknown) => {
      const checked = WorkingCalendar.shape.weekly.safeParse(weeklyOf((value as Values).days))
      if (checked.success) return checked
      const [issue] = checked.error.issues
      return {
        success: false as const,
        error: { issues: [{ path: ['days'], message: issue?.message ?? '' }] },
      }
    },
  }))

/** The hours of a week, with as many stretches in a day as are worked. */
export function WeekDialog(props: {
  weekly: readonly WorkingHours[]
  onClose: () => void
  onSave: (weekly: WorkingHours[]) => Promise<void>
}): JSX.Element {
  const form = createForm<Values, WorkingHours[]>({
    initial: { days: stretchesOf(props.weekly) },
    schema,
    messages: { days: words.hoursWrong },
    submit: props.onSave,
  })
  const places = [0, 1, 2, 3, 4, 5, 6]
  const day = (at: number): DayStretches => form.values.days[at] ?? { weekday: at + 1, stretches: [] }
  const set = (at: number, to: DayStretches) =>
    form.set(
      'days',
      form.values.days.map((one, no) => (no === at ? to : one)),
    )
  const setStretch = (at: number, no: number, change: Partial<{ from: string; to: string }>) =>
    set(at, {
      ...day(at),
      stretches: day(at).stretches.map((one, place) => (place === no ? { ...one, ...change } : one)),
    })
  const drop = (at: number, no: number) =>
    set(at, { ...day(at), stretches: day(at).stretches.filter((_, place) => place !== no) })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.hoursTitle}>
      <Form form={form}>
        <fieldset class="field calendar-edit" id="days" tabindex="-1">
          <legend class="sr">{words.weekly}</legend>
          <For each={places}>
            {(at) => {
              const name = words.weekdays[at] ?? ''
              const numbers = () => day(at).stretches.map((_, no) => no)
              return (
                <div class="calendar-day">
                  <span class="calendar-name">{name}</span>
                  <div class="calendar-stretches">
                    <For each={numbers()} fallback={<span class="muted">{words.closed}</span>}>
                      {(no) => (
                        <div class="row">
                          <input
                            class="in"
                            type="time"
                            aria-label={words.dayFrom(name, no + 1)}
                            value={day(at).stretches[no]?.from ?? ''}
                            onInput={(event) => setStretch(at, no, { from: event.currentTarget.value })}
                          />
                          <span aria-hidden="true">–</span>
                          <input
                            class="in"
                            type="time"
                            aria-label={words.dayTo(name, no + 1)}
                            value={day(at).stretches[no]?.to ?? ''}
                            onInput={(event) => setStretch(at, no, { to: event.currentTarget.value })}
                          />
                          <IconButton
                            icon={X}
                            size="sm"
                            label={words.removeStretch(name, no + 1)}
                            onClick={() => drop(at, no)}
                          />
                        </div>
                      )}
                    </For>
                  </div>
                  <IconButton
                    icon={Plus}
                    size="sm"
                    label={words.addStretch(name)}
                    onClick={() => set(at, withStretch(day(at)))}
                  />
                </div>
              )
            }}
          </For>
          <FieldError id="days-err" error={form.errors.days ?? null} />
        </fieldset>
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
