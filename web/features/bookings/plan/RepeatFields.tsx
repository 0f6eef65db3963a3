import { For, type JSX, Show } from 'solid-js'
import { TextField } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { type Bound, EndFields } from './EndFields.tsx'
import { repeatChoices, type RepeatFields as Values, weekdayOf } from './repeat.ts'
import { planWords } from './words.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** How a booking repeats: how far apart, on which days, and when it ends. */
export function RepeatFields(props: {
  values: Values
  firstDay: string
  bind: (field: 'interval' | 'count' | 'until') => Bound
  onChange: (fields: Partial<Values>) => void
}): JSX.Element {
  const unit = () =>
    props.values.repeat === 'day' ? 'day' : props.values.repeat === 'week' ? 'week' : 'month'
  const isOn = (weekday: number) =>
    props.values.weekdays.length === 0
      ? weekday === weekdayOf(props.firstDay)
      : props.values.weekdays.includes(weekday)
  const toggle = (weekday: number) => {
    const on = weekdays.filter((one) => (one === weekday ? !isOn(one) : isOn(one)))
    // Without any it would never happen.
    if (on.length > 0) props.onChange({ weekdays: on })
  }
  return (
    <>
      <Select
        id="repeat"
        label={planWords.repeat}
        options={repeatChoices(props.firstDay)}
        value={props.values.repeat}
        onChange={(repeat) => props.onChange({ repeat })}
      />
      <Show when={props.values.repeat !== 'none'}>
        <div class="plan-repeat">
          <div class="booking-when">
            <TextField
              label={planWords.interval[unit()]}
              type="number"
              min="1"
              max="99"
              inputmode="numeric"
              {...props.bind('interval')}
            />
          </div>
          <Show when={props.values.repeat === 'week'}>
            <div class="field">
              <span class="lab" aria-hidden="true">
                {planWords.weekdays}
              </span>
              <fieldset class="seg plan-weekdays" aria-label={planWords.weekdays}>
                <For each={weekdays}>
                  {(weekday) => (
                    <button type="button" aria-pressed={isOn(weekday)} onClick={() => toggle(weekday)}>
                      {planWords.weekdayShort[weekday - 1]}
                    </button>
                  )}
                </For>
              </fieldset>
            </div>
          </Show>
          <EndFields
            ends={props.values.ends}
            firstDay={props.firstDay}
            countLabel={planWords.count}
            bind={props.bind}
            onEnds={(ends) => props.onChange({ ends })}
          />
        </div>
      </Show>
    </>
  )
}
