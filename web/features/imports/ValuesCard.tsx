import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { For, type JSX, Show } from 'solid-js'
import type { ImportDetection } from '../../../contracts/imports.ts'
import { IMPORT_EXPRESSION_CHARS_MAX } from '../../../contracts/limits.ts'
import type { MetricDefinition, MetricUnit } from '../../../contracts/metrics.ts'
import type { ValueDraft } from '../../lib/stores/import-draft.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Field, TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { columnInExpression, insertAt } from './expressions.ts'
import { keyFromLabel } from './naming.ts'
import { words } from './words.ts'

const LABEL_CHARS_MAX = 120
const OPERATORS = ['+', '-', '*', '/', '(', ')'] as const
const operatorShown: Record<string, string> = { '-': '−', '*': '×', '/': '÷' }
const units: readonly MetricUnit[] = ['money', 'count', 'percent', 'duration']

export interface ValuesCardProps {
  values: readonly ValueDraft[]
  detection: ImportDetection
  metrics: readonly MetricDefinition[]
  errors: Readonly<Record<string, string>>
  /** What a value gives for the first good row of the sample, by its label. */
  firstOf: (label: string) => string | null
  onValue: (id: string, change: Partial<ValueDraft>) => void
  onRemove: (id: string) => void
  onAdd: () => void
}

/** The metrics the file feeds: a name, a column or calculation, and what one unit of it is. */
export function ValuesCard(props: ValuesCardProps): JSX.Element {
  return (
    <Card title={words.value.title}>
      <p class="sm muted values-say">{words.value.say}</p>
      <ul class="values">
        <For each={props.values}>{(value) => <ValueRow {...props} value={value} />}</For>
      </ul>
      <Button id="add-value" size="sm" icon={Plus} onClick={props.onAdd}>
        {words.value.add}
      </Button>
      <Show when={props.errors['add-value']}>{(message) => <p class="err">{message()}</p>}</Show>
    </Card>
  )
}

function ValueRow(props: ValuesCardProps & { value: ValueDraft }): JSX.Element {
  const change = (part: Partial<ValueDraft>) => props.onValue(props.value.id, part)
  const existing = () => props.metrics.find((metric) => metric.key === keyFromLabel(props.value.label))
  const clash = () => {
    const metric = existing()
    if (!metric) return null
    const currency = props.value.unit === 'money' ? props.value.currency.toUpperCase() : null
    const isSame = metric.unit === props.value.unit && metric.currency === currency
    return isSame
      ? null
      : words.value.clashes(metric.label, metric.currency ?? words.value.units[metric.unit])
  }
  const target = () => {
    if (props.value.label.trim() === '' || clash()) return null
    const metric = existing()
    return metric ? words.value.addsTo(metric.label) : words.value.isNew(keyFromLabel(props.value.label))
  }
  const first = () => props.firstOf(props.value.label.trim())
  return (
    <li class="value">
      <div class="value-fields">
        <TextField
          id={`${props.value.id}-label`}
          label={words.value.label}
          value={props.value.label}
          maxLength={LABEL_CHARS_MAX}
          autocomplete="off"
          error={props.errors[`${props.value.id}-label`] ?? clash()}
          onInput={(label) => change({ label })}
        />
        <Select
          id={`${props.value.id}-unit`}
          label={words.value.unit}
          options={units.map((unit) => ({ value: unit, label: words.value.units[unit] }))}
          value={props.value.unit}
          onChange={(unit) => change({ unit })}
        />
        <Show when={props.value.unit === 'money'}>
          <TextField
            id={`${props.value.id}-currency`}
            class="upper"
            label={words.value.currency}
            value={props.value.currency}
            maxLength={3}
            autocomplete="off"
            spellcheck={false}
            error={props.errors[`${props.value.id}-currency`]}
            onInput={(currency) => change({ currency: currency.toUpperCase() })}
          />
        </Show>
        <IconButton
          class="value-remove"
          icon={Trash}
          label={words.value.remove(props.value.label)}
          onClick={() => props.onRemove(props.value.id)}
        />
      </div>
      <ExpressionField {...props} onChange={(expression) => change({ expression })} />
      <p class="cap subtle value-foot">
        {target()}
        <Show when={first()}>{(text) => <span class="num">{words.value.firstRow(text())}</span>}</Show>
      </p>
    </li>
  )
}

function ExpressionField(
  props: ValuesCardProps & { value: ValueDraft; onChange: (expression: string) => void },
): JSX.Element {
  let input: HTMLInputElement | undefined
  const insert = (piece: string) => {
    const end = props.value.expression.length
    const made = insertAt(
      props.value.expression,
      piece,
      input?.selectionStart ?? end,
      input?.selectionEnd ?? end,
    )
    props.onChange(made.text)
    input?.focus()
    input?.setSelectionRange(made.caret, made.caret)
  }
  const numbers = () => props.detection.columns.filter((column) => column.type === 'number')
  return (
    <>
      <Field
        id={`${props.value.id}-expression`}
        label={words.value.expression}
        error={props.errors[`${props.value.id}-expression`]}
      >
        {(wiring) => (
          <input
            {...wiring()}
            ref={input}
            class="in mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={IMPORT_EXPRESSION_CHARS_MAX}
            value={props.value.expression}
            onInput={(event) => props.onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class="chips" aria-label={words.value.chips}>
        <For each={numbers()}>
          {(column) => (
            <button type="button" class="chip" onClick={() => insert(columnInExpression(column.name))}>
              {column.name}
            </button>
          )}
        </For>
        <For each={OPERATORS}>
          {(operator) => (
            <button type="button" class="chip sign" aria-label={operator} onClick={() => insert(operator)}>
              {operatorShown[operator] ?? operator}
            </button>
          )}
        </For>
      </fieldset>
    </>
  )
}
