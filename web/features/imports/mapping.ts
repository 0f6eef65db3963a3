import type {
  CommitImport,
  DateFormat,
  ImportColumn,
  ImportDetection,
  ImportQuestion,
  ImportView,
} from '../../../contracts/imports.ts'
import { DIMENSIONS_MAX, IMPORT_VALUES_MAX } from '../../../contracts/limits.ts'
import type { ImportDraft, ValueDraft } from '../../lib/stores/import-draft.ts'
import { columnsIn } from './expressions.ts'
import { keyFromLabel } from './naming.ts'
import { isUniqueInSample, suggestDraft, valueFromColumn } from './suggest.ts'
import { words } from './words.ts'

/** What a column becomes. `part`: it only feeds a calculation. */
export type Role = 'date' | 'value' | 'client' | 'dimension' | 'external_id' | 'part' | 'out'

const namesOf = (detection: ImportDetection) => detection.columns.map((column) => column.name)

/** The columns any value reads. */
export function columnsOfValues(draft: ImportDraft, columns: readonly string[]): string[] {
  const used = new Set(draft.values.flatMap((value) => columnsIn(value.expression, columns)))
  return columns.filter((column) => used.has(column))
}

/** What the draft makes of a column. */
export function roleOf(draft: ImportDraft, column: string, columns: readonly string[]): Role {
  if (draft.date === column) return 'date'
  if (draft.client === column) return 'client'
  if (draft.externalId === column) return 'external_id'
  if (draft.dimensions.includes(column)) return 'dimension'
  if (draft.values.some((value) => value.expression.trim() === column)) return 'value'
  return columnsOfValues(draft, columns).includes(column) ? 'part' : 'out'
}

function nextValueId(values: readonly ValueDraft[]): string {
  return `v${Math.max(0, ...values.map((value) => Number(value.id.slice(1)))) + 1}`
}

/** The draft with one more value: empty, to be filled in by hand. */
export function withNewValue(draft: ImportDraft, homeCurrency: string): ImportDraft {
  const value: ValueDraft = {
    id: nextValueId(draft.values),
    label: '',
    expression: '',
    unit: 'money',
    currency: homeCurrency,
  }
  return { ...draft, values: [...draft.values, value] }
}

/** The draft with a column in another place. A place that takes one column lets go of the one it had. */
export function withRole(
  draft: ImportDraft,
  column: ImportColumn,
  role: Role,
  homeCurrency: string,
): ImportDraft {
  const { name } = column
  const chosen = draft.chosen.includes(name) ? draft.chosen : [...draft.chosen, name]
  const freed: ImportDraft = {
    ...draft,
    chosen,
    date: draft.date === name ? null : draft.date,
    dateFormat: draft.date === name ? null : draft.dateFormat,
    client: draft.client === name ? null : draft.client,
    externalId: draft.externalId === name ? null : draft.externalId,
    dimensions: draft.dimensions.filter((dimension) => dimension !== name),
    values:
      role === 'value' ? draft.values : draft.values.filter((value) => value.expression.trim() !== name),
  }
  switch (role) {
    case 'date':
      return { ...freed, date: name, dateFormat: null }
    case 'client':
      return { ...freed, client: name }
    case 'external_id':
      return { ...freed, externalId: name }
    case 'dimension':
      return { ...freed, dimensions: [...freed.dimensions, name] }
    case 'value':
      return {
        ...freed,
        values: [...freed.values, valueFromColumn(column, homeCurrency, nextValueId(freed.values))],
      }
    case 'part':
    case 'out':
      return freed
  }
}

/** The questions of the file that matter for this draft and are not answered yet. */
export function openQuestions(draft: ImportDraft, detection: ImportDetection): ImportQuestion[] {
  return questionsOf(draft, detection).filter((question) =>
    question.kind === 'date_format' ? draft.dateFormat === null : draft.decimal === null,
  )
}

/** The questions of the file that matter for this draft: about its date column and the columns its values read. */
export function questionsOf(draft: ImportDraft, detection: ImportDetection): ImportQuestion[] {
  const used = columnsOfValues(draft, namesOf(detection))
  return detection.questions.filter((question) =>
    question.kind === 'date_format' ? question.column === draft.date : used.includes(question.column),
  )
}

/** Formats a column without a readable date can be given by hand: none fit, so the person has to say. */
export function needsFormat(draft: ImportDraft, detection: ImportDetection): boolean {
  const column = detection.columns.find((one) => one.name === draft.date)
  return column !== undefined && column.dateFormats.length === 0 && draft.dateFormat === null
}

/** What is still missing, by the id of the field that mends it; empty when the draft can be sent. */
export function problemsOf(draft: ImportDraft, detection: ImportDetection): Record<string, string> {
  const problems: Record<string, string> = {}
  const names = namesOf(detection)
  if (draft.date === null) problems[`role-${detection.columns[0]?.index ?? 0}`] = words.problem.noDate
  else if (needsFormat(draft, detection)) problems['date-format'] = words.problem.noFormat(draft.date)
  for (const question of openQuestions(draft, detection))
    problems[questionId(question)] = words.problem.question(question.column)
  if (draft.values.length === 0) problems['add-value'] = words.problem.noValue
  if (draft.values.length > IMPORT_VALUES_MAX)
    problems['add-value'] = words.problem.manyValues(IMPORT_VALUES_MAX)
  if (draft.dimensions.length > DIMENSIONS_MAX) {
    const last = names.indexOf(draft.dimensions.at(-1) ?? '')
    problems[`role-${last}`] = words.problem.manyDimensions(DIMENSIONS_MAX)
  }
  for (const value of draft.values) Object.assign(problems, problemsOfValue(value, draft.values))
  return problems
}

/** Id of the group of answers to a question. */
export function questionId(question: Pick<ImportQuestion, 'kind'>): string {
  return `question-${question.kind}`
}

function problemsOfValue(value: ValueDraft, all: readonly ValueDraft[]): Record<string, string> {
  const problems: Record<string, string> = {}
  if (value.label.trim() === '') problems[`${value.id}-label`] = words.problem.noLabel
  else if (
    all.some((other) => other.id < value.id && keyFromLabel(other.label) === keyFromLabel(value.label))
  ) {
    problems[`${value.id}-label`] = words.problem.sameLabel(value.label.trim())
  }
  if (value.expression.trim() === '') problems[`${value.id}-expression`] = words.problem.noExpression
  if (value.unit === 'money' && !/^[A-Za-z]{3}$/.test(value.currency.trim()))
    problems[`${value.id}-currency`] = words.problem.noCurrency
  return problems
}

/** What is sent to the server. Call it only when `problemsOf` finds nothing. */
export function commitOf(draft: ImportDraft): CommitImport {
  return {
    date: draft.date ?? '',
    ...(draft.dateFormat === null ? {} : { dateFormat: draft.dateFormat }),
    ...(draft.decimal === null ? {} : { decimal: draft.decimal }),
    values: draft.values.map((value) => ({
      metric: keyFromLabel(value.label),
      label: value.label.trim(),
      expression: value.expression.trim(),
      ...(value.unit === 'money' ? { currency: value.currency.trim().toUpperCase() } : { unit: value.unit }),
    })),
    ...(draft.client === null ? {} : { client: draft.client }),
    ...(draft.client !== null || draft.clientId === null
      ? {}
      : { clientId: draft.clientId as CommitImport['clientId'] }),
    ...(draft.dimensions.length === 0 ? {} : { dimensions: [...draft.dimensions] }),
    ...(draft.externalId === null ? {} : { externalId: draft.externalId }),
  }
}

/** The mapping of an earlier import as a draft. `key` of a metric follows from its label, so the same data is found again. */
export function draftOfCommit(commit: CommitImport, fileName: string, homeCurrency: string): ImportDraft {
  return {
    date: commit.date,
    dateFormat: (commit.dateFormat as DateFormat | undefined) ?? null,
    decimal: commit.decimal ?? null,
    client: commit.client ?? null,
    clientId: commit.clientId ?? null,
    externalId: commit.externalId ?? null,
    dimensions: [...(commit.dimensions ?? [])],
    values: commit.values.map((value, at) => ({
      id: `v${at + 1}`,
      label: value.label,
      expression: value.expression,
      unit: value.currency === undefined ? (value.unit ?? 'count') : 'money',
      currency: value.currency ?? homeCurrency,
    })),
    chosen: [],
    takenFrom: fileName,
  }
}

/** A mapping made elsewhere may name metrics by other keys than labels give; this form could not send it again. */
function hasMappingOfLabels(view: ImportView): boolean {
  return view.mapping?.values.every((value) => keyFromLabel(value.label) === value.metric) ?? false
}

/** The newest finished import of a file with the same columns; its mapping is the best suggestion there is. */
export function earlierLike(view: ImportView, all: readonly ImportView[]): ImportView | undefined {
  const shape = JSON.stringify(namesOf(view.detection))
  return all.find(
    (other) =>
      other.id !== view.id &&
      other.status === 'done' &&
      hasMappingOfLabels(other) &&
      JSON.stringify(namesOf(other.detection)) === shape,
  )
}

/** What the form of a new import starts with: the mapping of a file of the same columns, else suggestions. */
export function startDraft(view: ImportView, all: readonly ImportView[], homeCurrency: string): ImportDraft {
  const like = earlierLike(view, all)
  if (!like?.mapping) return suggestDraft(view.detection, homeCurrency)
  const draft = draftOfCommit(like.mapping, like.name, homeCurrency)
  // An earlier answer holds only where this file can be read that way too.
  const formats = view.detection.columns.find((column) => column.name === draft.date)?.dateFormats ?? []
  const holds = draft.dateFormat === null || formats.length === 0 || formats.includes(draft.dateFormat)
  return holds ? draft : { ...draft, dateFormat: null }
}

/** The same for somebody who is limited to some clients: a column that names a client for each row is not theirs to give. */
export function withoutClientColumn(draft: ImportDraft): ImportDraft {
  return { ...draft, client: null }
}

/** An import of the same name and size that is done: most likely the same file. */
export function earlierSame(view: ImportView, all: readonly ImportView[]): ImportView | undefined {
  return all.find(
    (other) =>
      other.id !== view.id &&
      other.status === 'done' &&
      other.name === view.name &&
      other.bytesTotal === view.bytesTotal,
  )
}

/** True when the chosen external id repeats in the sample: later rows would then replace earlier ones. */
export function repeatsExternalId(draft: ImportDraft, detection: ImportDetection): boolean {
  const column = detection.columns.find((one) => one.name === draft.externalId)
  return column !== undefined && !isUniqueInSample(column, detection)
}
