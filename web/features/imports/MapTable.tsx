import ArrowRight from 'lucide-solid/icons/arrow-right'
import Calendar from 'lucide-solid/icons/calendar'
import Check from 'lucide-solid/icons/check'
import CircleDollarSign from 'lucide-solid/icons/circle-dollar-sign'
import Hash from 'lucide-solid/icons/hash'
import Tag from 'lucide-solid/icons/tag'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import UserRound from 'lucide-solid/icons/user-round'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ImportColumn, ImportDetection } from '../../../contracts/imports.ts'
import { listOf } from '../../lib/i18n.ts'
import { useIsLimited } from '../../lib/session.tsx'
import type { ImportDraft } from '../../lib/stores/import-draft.ts'
import type { IconType } from '../../ui/Button.tsx'
import type { Option } from '../../ui/options.ts'
import { Select } from '../../ui/Select.tsx'
import { formatInWords } from './days.ts'
import { columnsIn } from './expressions.ts'
import { needsFormat, openQuestions, type Role, roleOf } from './mapping.ts'
import { ColumnQuestions } from './Questions.tsx'
import { words } from './words.ts'

const iconOf: Partial<Record<Role, IconType>> = {
  date: Calendar,
  value: CircleDollarSign,
  client: UserRound,
  dimension: Tag,
  external_id: Hash,
}
const choosable: readonly Role[] = ['date', 'value', 'dimension', 'client', 'external_id']

export interface MapTableProps {
  detection: ImportDetection
  draft: ImportDraft
  /** Problems by field id, shown at their fields. */
  errors: Readonly<Record<string, string>>
  onRole: (column: ImportColumn, role: Role) => void
  onDraft: (change: Partial<ImportDraft>) => void
}

/** Every column of the file and what becomes of it; open questions stand under their column. */
export function MapTable(props: MapTableProps): JSX.Element {
  return (
    <table class="table map">
      <caption class="sr">{words.map.title}</caption>
      <thead>
        <tr>
          <th scope="col" class="col-name">
            {words.map.column}
          </th>
          <td class="arr" />
          <th scope="col" class="col-field">
            {words.map.field}
          </th>
          <th scope="col">{words.map.match}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.detection.columns}>{(column) => <MapRow {...props} column={column} />}</For>
      </tbody>
    </table>
  )
}

function MapRow(props: MapTableProps & { column: ImportColumn }): JSX.Element {
  const isLimited = useIsLimited()
  const names = () => props.detection.columns.map((column) => column.name)
  const role = () => roleOf(props.draft, props.column.name, names())
  const open = () =>
    openQuestions(props.draft, props.detection).filter((question) => question.column === props.column.name)
  const isOpen = () =>
    open().length > 0 || (props.draft.date === props.column.name && needsFormat(props.draft, props.detection))
  const fieldId = () => `role-${props.column.index}`
  const dateLabel = () => {
    const format =
      props.draft.dateFormat ??
      (props.column.dateFormats.length === 1 ? props.column.dateFormats[0] : undefined)
    return props.draft.date === props.column.name && format
      ? words.map.dateAs(formatInWords(format))
      : words.map.role.date
  }
  const partLabel = () => {
    const labels = props.draft.values
      .filter((value) => columnsIn(value.expression, names()).includes(props.column.name))
      .map((value) => value.label || words.value.expression.toLowerCase())
    return words.map.partOf(listOf(labels))
  }
  // Who is limited to some clients says it for the whole file.
  const isOffered = (one: Role) => one !== 'client' || !isLimited()
  const options = (): Option<Role>[] => [
    ...choosable.filter(isOffered).map((one) => ({
      value: one,
      label: one === 'date' ? dateLabel() : words.map.role[one],
      icon: iconOf[one],
    })),
    role() === 'part'
      ? { value: 'part' as const, label: partLabel() }
      : { value: 'out' as const, label: words.map.role.out },
  ]
  const samples = () =>
    props.column.samples.length === 0 ? words.map.allBlank : props.column.samples.join(', ')
  return (
    <>
      <tr class={isOpen() ? 'ask' : role() === 'out' ? 'skip-row' : undefined}>
        <td>
          <b class="b cname">{props.column.name}</b>
          <div class="ex" title={samples()}>
            {samples()}
          </div>
        </td>
        <td class="arr">
          <ArrowRight />
        </td>
        <td>
          <Select
            id={fieldId()}
            label={words.map.fieldOf(props.column.name)}
            isLabelHidden
            options={options()}
            value={role()}
            onChange={(next) => next !== role() && props.onRole(props.column, next)}
            error={props.errors[fieldId()]}
          />
        </td>
        <td>
          <MatchCell draft={props.draft} column={props.column} role={role()} isOpen={isOpen()} />
        </td>
      </tr>
      <Show
        when={open().length > 0 || props.column.name === props.draft.date || props.draft.decimal !== null}
      >
        <ColumnQuestions {...props} />
      </Show>
    </>
  )
}

function MatchCell(props: {
  draft: ImportDraft
  column: ImportColumn
  role: Role
  isOpen: boolean
}): JSX.Element {
  const by = () => {
    if (props.draft.chosen.includes(props.column.name)) return words.map.by.yours
    if (props.draft.takenFrom !== null) return words.map.by.earlier
    return props.role === 'date' || props.column.type === 'number' ? words.map.by.values : words.map.by.name
  }
  return (
    <Switch
      fallback={
        <span class="st pos">
          <Check class="s" />
          {by()}
        </span>
      }
    >
      <Match when={props.isOpen}>
        <span class="st warn">
          <TriangleAlert class="s" />
          {words.map.by.open}
        </span>
      </Match>
      <Match when={props.role === 'out'}>
        <span class="st subtle">{words.map.by.out}</span>
      </Match>
    </Switch>
  )
}
