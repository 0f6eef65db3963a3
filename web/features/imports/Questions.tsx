import { createMemo, For, type JSX, Show } from 'solid-js'
import { dateFormats } from '../../../contracts/date-formats.ts'
import type { DateFormat, DecimalStyle, ImportColumn, ImportQuestion } from '../../../contracts/imports.ts'
import { useFormat } from '../../lib/session.tsx'
import { FieldError } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { dayIn, formatInWords } from './days.ts'
import type { MapTableProps } from './MapTable.tsx'
import { questionId, questionsOf } from './mapping.ts'
import { numberIn } from './numbers.ts'
import { words } from './words.ts'

interface Answer {
  value: string
  /** What the example would mean. */
  means: string
  /** The rule behind it. */
  rule: string
}

/** What only a person can know about a column, as rows under it. Answered questions stay, so that they can be changed. */
export function ColumnQuestions(props: MapTableProps & { column: ImportColumn }): JSX.Element {
  // One answer holds for the whole file, so a question about numbers is asked once, at its first column.
  const asked = createMemo(() => {
    const all = questionsOf(props.draft, props.detection)
    const first = (kind: ImportQuestion['kind']) => all.find((question) => question.kind === kind)
    return [first('date_format'), first('decimal')].filter(
      (question) => question !== undefined && question.column === props.column.name,
    ) as ImportQuestion[]
  })
  const isFormatAsked = () => props.draft.date === props.column.name && props.column.dateFormats.length === 0
  return (
    <Show when={asked().length > 0 || isFormatAsked()}>
      <tr class="ask-row">
        <td colspan="4">
          <For each={asked()}>{(question) => <Question {...props} question={question} />}</For>
          <Show when={isFormatAsked()}>
            <div class="ask-format">
              <Select
                id="date-format"
                label={words.question.format(props.column.name)}
                hint={words.question.why}
                options={dateFormats.map((format) => ({ value: format, label: format }))}
                value={props.draft.dateFormat}
                onChange={(dateFormat) => props.onDraft({ dateFormat })}
                error={props.errors['date-format']}
              />
            </div>
          </Show>
        </td>
      </tr>
    </Show>
  )
}

function Question(props: MapTableProps & { question: ImportQuestion }): JSX.Element {
  const format = useFormat()
  const id = () => questionId(props.question)
  const chosen = () => (props.question.kind === 'date_format' ? props.draft.dateFormat : props.draft.decimal)
  const answers = (): Answer[] =>
    props.question.choices.map((choice) => {
      if (props.question.kind === 'decimal') {
        const style = choice === 'comma' ? 'comma' : 'point'
        return { value: choice, means: numberIn(props.question.example, style), rule: words.question[style] }
      }
      const dateFormat = choice as DateFormat
      const day = dayIn(props.question.example, dateFormat)
      return {
        value: choice,
        means: day === null ? choice : format().day(day),
        rule: formatInWords(dateFormat),
      }
    })
  const choose = (value: string) => {
    // The choices of a question are formats or styles by its kind: the server made them.
    if (props.question.kind === 'date_format') props.onDraft({ dateFormat: value as DateFormat })
    else props.onDraft({ decimal: value as DecimalStyle })
  }
  return (
    <fieldset class="ask-box" id={id()} tabindex="-1" aria-describedby={`${id()}-why`}>
      <legend>
        {props.question.kind === 'date_format'
          ? words.question.date(props.question.column, props.question.example)
          : words.question.decimal(props.question.column, props.question.example)}
      </legend>
      <p class="cap muted" id={`${id()}-why`}>
        {words.question.why}
      </p>
      <div class="answers">
        <For each={answers()}>
          {(answer) => (
            <label class="opt">
              <input
                type="radio"
                class="sr"
                name={id()}
                value={answer.value}
                checked={chosen() === answer.value}
                onChange={() => choose(answer.value)}
              />
              <b>{answer.means}</b>
              <span class="d">{answer.rule}</span>
            </label>
          )}
        </For>
      </div>
      <FieldError id={`${id()}-err`} error={props.errors[id()]} />
    </fieldset>
  )
}
