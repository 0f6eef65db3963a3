import { Popover } from '@kobalte/core/popover'
import Calendar from 'lucide-solid/icons/calendar'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createEffect, createSignal, For, type JSX, on } from 'solid-js'
import type { Format } from '../lib/format.ts'
import {
  type CalendarRules,
  type ChosenGrain,
  type Compare,
  compareDays,
  type Preset,
  parseTypedDay,
  presetDays,
  presets,
  type Range,
  type RangeChoice,
} from '../lib/range.ts'
import { text } from '../lib/text.ts'
import { Button } from './Button.tsx'
import { TextField } from './Field.tsx'
import { MonthGrid } from './MonthGrid.tsx'
import { Segmented } from './Segmented.tsx'

export interface DateRangePickerProps {
  range: Range
  rules: CalendarRules
  format: Format
  onChange: (choice: RangeChoice) => void
}

const compares: readonly Compare[] = ['prev', 'yoy', 'none']
const grainChoices: readonly (ChosenGrain | 'auto')[] = ['auto', 'day', 'week', 'month']

/**
 * The range of a page: presets at left, a calendar and two typed days at right, then what it is compared with, in exact
 * dates. Every choice is applied at once; typed days on Apply.
 */
export function DateRangePicker(props: DateRangePickerProps): JSX.Element {
  const [isOpen, setOpen] = createSignal(false)
  const choice = (): RangeChoice => ({
    preset: props.range.preset,
    from: props.range.from,
    to: props.range.to,
    compare: props.range.compare,
    grain: props.range.grainChoice,
  })
  const label = () =>
    props.range.preset === 'custom'
      ? props.format.dayRange(props.range.from, props.range.to)
      : text.range.presets[props.range.preset]
  const pickPreset = (preset: Preset) => {
    props.onChange({ ...choice(), preset })
    setOpen(false)
  }
  return (
    <Popover open={isOpen()} onOpenChange={setOpen} placement="bottom-end" gutter={4}>
      <Popover.Trigger class="btn" data-command="range">
        <Calendar />
        {label()}
        <ChevronDown class="s" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="pop range">
          <Popover.Title class="sr">{text.range.title}</Popover.Title>
          <fieldset class="presets" aria-label={text.range.title}>
            <For each={presets}>
              {(preset) => (
                <button
                  type="button"
                  class="item"
                  aria-pressed={props.range.preset === preset}
                  title={daysOf(preset, props.rules, props.format)}
                  onClick={() => pickPreset(preset)}
                >
                  {text.range.presets[preset]}
                </button>
              )}
            </For>
          </fieldset>
          <CustomDays {...props} choice={choice()} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  )
}

function daysOf(preset: Preset, rules: CalendarRules, format: Format): string {
  const { from, to } = presetDays(preset, rules)
  return format.dayRange(from, to)
}

function CustomDays(props: DateRangePickerProps & { choice: RangeChoice; onDone: () => void }): JSX.Element {
  const [from, setFrom] = createSignal('')
  const [to, setTo] = createSignal('')
  const [errors, setErrors] = createSignal<{ from?: string; to?: string }>({})
  const [pending, setPending] = createSignal<string | null>(null)
  createEffect(
    on(
      () => [props.range.from, props.range.to] as const,
      ([first, last]) => {
        setFrom(props.format.day(first))
        setTo(props.format.day(last))
      },
    ),
  )
  const use = (first: string, last: string) => {
    setErrors({})
    props.onChange({ ...props.choice, preset: 'custom', from: first, to: last })
  }
  const apply = () => {
    const first = parseTypedDay(from(), props.rules.today)
    const last = parseTypedDay(to(), props.rules.today)
    if (!first || !last) {
      setErrors({ from: first ? undefined : text.range.badDay, to: last ? undefined : text.range.badDay })
    } else if (first > last) setErrors({ to: text.range.reversed })
    else {
      use(first, last)
      props.onDone()
    }
  }
  const pickDay = (day: string) => {
    const start = pending()
    if (start === null) {
      setPending(day)
      setFrom(props.format.day(day))
      setTo('')
    } else {
      setPending(null)
      use(start < day ? start : day, start < day ? day : start)
    }
  }
  const compared = () => compareDays(props.range.compare, props.range.from, props.range.to)
  return (
    <form
      class="custom"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <MonthGrid
        shown={props.range.to}
        from={pending() ?? props.range.from}
        to={pending() ?? props.range.to}
        today={props.rules.today}
        weekStart={props.rules.weekStart}
        format={props.format}
        onPick={pickDay}
      />
      <div class="form two-days">
        <TextField
          label={text.range.from}
          value={from()}
          onInput={setFrom}
          error={errors().from}
          autocomplete="off"
        />
        <TextField
          label={text.range.to}
          value={to()}
          onInput={setTo}
          error={errors().to}
          autocomplete="off"
        />
      </div>
      <div class="row">
        <span class="cap subtle grow">{text.range.hint}</span>
        <Button type="submit" size="sm" kind="primary">
          {text.range.apply}
        </Button>
      </div>
      <div class="range-line">
        <span class="sm b">{text.range.compare}</span>
        <Segmented
          label={text.range.compare}
          size="sm"
          options={compares.map((value) => ({ value, label: text.range.compareNames[value] }))}
          value={props.range.compare}
          onChange={(compare) => props.onChange({ ...props.choice, compare })}
        />
        <span class="cap subtle num">{rangeNote(compared(), props.format)}</span>
      </div>
      <div class="range-line">
        <span class="sm b">{text.range.grain}</span>
        <Segmented
          label={text.range.grain}
          size="sm"
          options={grainChoices.map((value) => ({ value, label: text.range.grainNames[value] }))}
          value={props.range.grainChoice}
          onChange={(grain) => props.onChange({ ...props.choice, grain })}
        />
      </div>
    </form>
  )
}

function rangeNote(compared: { from: string; to: string } | null, format: Format): string {
  return compared
    ? text.range.comparedWith(format.dayRange(compared.from, compared.to))
    : text.range.notCompared
}
