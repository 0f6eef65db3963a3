import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { useFormat } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { FieldError } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { useTotal } from './ColumnTotal.tsx'
import { rangeOf } from './range.ts'
import { cellName, isWeekend } from './sheet.ts'
import type { Edits } from './useEdits.ts'
import type { Sheet } from './useSheet.ts'
import type { Cell, Typing } from './useTyping.ts'
import { weekdayOf } from './ValuesGrid.tsx'
import { words } from './words.ts'

/** The month on a phone: one metric at a time, a field for each day. */
export function ValuesList(props: { sheet: Sheet; edits: Edits; typing: Typing }): JSX.Element {
  const metric = () => props.sheet.shownMetric()
  const column = createMemo(() => props.sheet.columnOf(metric() ?? ''))
  const total = useTotal(props.sheet, props.edits, () => metric() ?? '')
  return (
    <Show when={column()}>
      {(shown) => (
        <>
          <div class="values-pick">
            <Select
              label={words.metricShown}
              options={props.sheet.columns().map(({ key, label }) => ({ value: key, label }))}
              value={shown().key}
              onChange={props.sheet.showMetric}
            />
            <Show when={props.sheet.days().includes(props.sheet.today())}>
              <Button onClick={() => document.getElementById(fieldId(props.sheet.today()))?.focus()}>
                {words.today}
              </Button>
            </Show>
          </div>
          <ul
            class="values-list"
            aria-label={shown().label}
            aria-busy={!props.sheet.isCurrent() || undefined}
          >
            <For each={props.sheet.days()}>
              {(day) => (
                <DayField
                  cell={() => ({ metric: shown().key, day })}
                  label={shown().label}
                  sheet={props.sheet}
                  edits={props.edits}
                  typing={props.typing}
                />
              )}
            </For>
          </ul>
          <p class="values-sum">
            <span>
              {words.total} <span class="subtle">{words.totals[shown().aggregation]}</span>
            </span>
            <b class="num">{total() ?? '–'}</b>
          </p>
        </>
      )}
    </Show>
  )
}

const fieldId = (day: string) => `value-${day}`

/** The field after this one in the list, if there is one. */
function nextField(from: HTMLElement): HTMLElement | null {
  const fields = [...document.querySelectorAll<HTMLElement>('.values-list input')]
  return fields[fields.indexOf(from) + 1] ?? null
}

function DayField(props: {
  cell: () => Cell
  label: string
  sheet: Sheet
  edits: Edits
  typing: Typing
}): JSX.Element {
  const format = useFormat()
  const [typed, setTyped] = createSignal<{
    text: string
    base: string | null
    problem: string | null
  } | null>(null)
  const day = () => props.cell().day
  const edit = () => props.edits.of(cellName(props.cell().metric, day()))
  const refusal = () => {
    const now = edit()
    return typed()?.problem ?? (now?.state === 'refused' ? now.why : null)
  }
  const id = () => fieldId(day())
  const note = () => {
    const here = props.typing.known(props.cell())
    return (here || edit()) && refusal() === null ? props.typing.detailOf(props.cell()) : null
  }
  const end = (): boolean => {
    const now = typed()
    if (!now) return true
    const problem = props.typing.commit(props.cell(), now.text, now.base)
    setTyped(problem === null ? null : { ...now, problem })
    return problem === null
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!/[\t\n\r]/.test(text)) return
    event.preventDefault()
    setTyped(null)
    const row = props.sheet.days().indexOf(day())
    const column = props.sheet.columns().findIndex(({ key }) => key === props.cell().metric)
    const here = { row, column }
    props.typing.paste(rangeOf(here, here), text)
  }
  return (
    <li classList={{ weekend: isWeekend(day()), now: day() === props.sheet.today() }}>
      <label for={id()}>
        <span aria-hidden="true">
          <span class="values-weekday">{weekdayOf(day())}</span> {Number(day().slice(8))}
          <Show when={day() === props.sheet.today()}>
            <span class="values-now">{words.today}</span>
          </Show>
        </span>
        <span class="sr">
          {format().day(day())}, {props.label}
        </span>
      </label>
      <input
        id={id()}
        data-cell={cellName(props.cell().metric, day())}
        class="in num"
        inputmode="decimal"
        autocomplete="off"
        readOnly={!props.typing.mayType(props.cell())}
        aria-invalid={refusal() !== null || undefined}
        aria-describedby={refusal() === null ? (note() ? `${id()}-note` : undefined) : `${id()}-err`}
        value={typed()?.text ?? props.typing.textOf(props.cell())}
        onFocus={(event) => {
          if (!props.typing.mayType(props.cell())) return
          const text = props.typing.plainOf(props.cell())
          const { metric } = props.cell()
          setTyped({ text, base: props.edits.valueAt(metric, day()), problem: null })
          queueMicrotask(() => event.target instanceof HTMLInputElement && event.target.select())
        }}
        onInput={(event) => {
          const base = typed()?.base ?? null
          setTyped({ text: event.currentTarget.value, base, problem: null })
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && end()) nextField(event.currentTarget)?.focus()
          if (event.key === 'Escape') {
            setTyped(null)
            props.edits.restore(cellName(props.cell().metric, day()))
            event.currentTarget.blur()
          }
        }}
        onBlur={() => {
          const now = typed()
          const cell = props.cell()
          if (!end() && now) {
            props.edits.refuse(cell, now.text, typed()?.problem ?? '')
            setTyped(null)
          }
        }}
        onPaste={onPaste}
      />
      <FieldError id={`${id()}-err`} error={refusal()} />
      <Show when={note()}>
        <span class="hint" id={`${id()}-note`}>
          {note()}
        </span>
      </Show>
    </li>
  )
}
