import { z } from 'zod'
import { ClientId, Currency, MetricKey } from '../../../contracts/ids.ts'
import {
  type CommitImport,
  DateFormat,
  Delimiter,
  type ImportColumn,
  type ImportDetection,
  type ImportValue,
  LineEnding,
} from '../../../contracts/imports.ts'
import { DURATION_SCALE, METRIC_SCALE_MAX, MONEY_SCALE, PLAIN_SCALE } from '../../../contracts/limits.ts'
import { MetricUnit } from '../../../contracts/metrics.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { isTimeZone, readDate } from './dates.ts'
import { columnIndex, columnsOf, type Expression, parseExpression } from './expression.ts'
import { type NumberStyle, readNumber } from './numbers.ts'
import { keyHasher } from './rowkey.ts'

const ColumnIndex = z.int().nonnegative()

/** Everything a consumer needs to load the file, as stored with the import. Column references are indexes. */
export const ImportPlan = z.strictObject({
  v: z.literal(1),
  datasetId: z.uuid(),
  format: z.strictObject({
    delimiter: Delimiter,
    lineEnding: LineEnding,
    encoding: z.enum(['utf-8', 'windows-1252']),
  }),
  start: z.strictObject({ byte: z.int().nonnegative(), line: z.int().positive() }),
  columns: z.array(z.string()),
  date: z.strictObject({ column: ColumnIndex, format: DateFormat, timeZone: z.string() }),
  values: z.array(
    z.strictObject({
      metric: MetricKey,
      label: z.string(),
      unit: MetricUnit,
      currency: Currency.nullable(),
      scale: z.int().min(0).max(METRIC_SCALE_MAX),
      expression: z.string(),
    }),
  ),
  numberStyles: z.array(z.strictObject({ column: ColumnIndex, style: z.enum(['point', 'comma', 'plain']) })),
  client: ColumnIndex.nullable(),
  clientId: ClientId.nullable(),
  dimensions: z.array(ColumnIndex),
  externalId: ColumnIndex.nullable(),
})
export type ImportPlan = z.infer<typeof ImportPlan>

export type PlanRefusal =
  | { code: 'unknown_column'; details: { column: string; columns: string[] } }
  | { code: 'no_date_column'; details: { column: string; columns: string[] } }
  | { code: 'ambiguous_date'; details: { column: string; choices: string[]; example: string } }
  | { code: 'date_format_mismatch'; details: { column: string; choices: string[]; example: string } }
  | { code: 'ambiguous_decimal'; details: { column: string; choices: string[]; example: string } }
  | { code: 'not_numeric'; details: { column: string; example: string } }
  | { code: 'bad_expression'; details: { expression: string; reason: string; at: number } }
  | { code: 'duplicate_metric'; details: { metric: string } }
  | { code: 'duplicate_dimension'; details: { column: string } }
  | { code: 'unknown_time_zone'; details: { timeZone: string } }

/** Names the way datasets are told apart; another number starts all datasets anew. */
const DATASET_SCOPE = 'orrery.import.dataset.1'

/**
 * Decides how a file is read, or says what has to be answered first. `workspaceTimeZone` is used when the commit names
 * no zone.
 */
export function planImport(
  detection: ImportDetection,
  commit: CommitImport,
  workspaceTimeZone: string,
): Result<ImportPlan, PlanRefusal> {
  const names = detection.columns.map((column) => column.name)
  const timeZone = commit.timeZone ?? workspaceTimeZone
  if (!isTimeZone(timeZone)) return err({ code: 'unknown_time_zone', details: { timeZone } })
  const date = planDate(detection, commit)
  if (!date.ok) return date
  const values = planValues(detection, commit)
  if (!values.ok) return values
  const dimensions = planDimensions(names, commit.dimensions ?? [])
  if (!dimensions.ok) return dimensions
  const client = optionalColumn(names, commit.client)
  if (!client.ok) return client
  const externalId = optionalColumn(names, commit.externalId)
  if (!externalId.ok) return externalId
  const { delimiter, lineEnding, encoding } = detection
  return ok({
    v: 1,
    datasetId: datasetId(names, date.value.column, dimensions.value, client.value, externalId.value, commit),
    format: { delimiter, lineEnding, encoding: encoding === 'windows-1252' ? 'windows-1252' : 'utf-8' },
    start: { byte: detection.dataFromByte, line: detection.dataFromLine },
    columns: names,
    date: { ...date.value, timeZone },
    values: values.value.values,
    numberStyles: values.value.numberStyles,
    client: client.value,
    clientId: commit.clientId ?? null,
    dimensions: dimensions.value,
    externalId: externalId.value,
  })
}

/** The same columns read the same way are the same data, whatever the file is called and however it is delimited. */
function datasetId(
  names: string[],
  date: number,
  dimensions: number[],
  client: number | null,
  externalId: number | null,
  commit: CommitImport,
): string {
  const values = commit.values.map((value) => [value.metric, value.expression.replace(/\s+/g, ' ').trim()])
  return keyHasher(DATASET_SCOPE).key([
    JSON.stringify(names),
    JSON.stringify({ date, values, dimensions, externalId, client, clientId: commit.clientId ?? null }),
  ])
}

type DatePlan = { column: number; format: DateFormat }

function planDate(detection: ImportDetection, commit: CommitImport): Result<DatePlan, PlanRefusal> {
  const names = detection.columns.map((one) => one.name)
  const index = columnIndex(commit.date, names)
  const column = detection.columns[index]
  if (column === undefined) return unknownColumn(commit.date, names)
  const choices: string[] = column.dateFormats
  const example = column.samples[0] ?? ''
  const { dateFormat } = commit
  if (dateFormat !== undefined) {
    const cells = [...column.samples, ...detection.sampleRows.map((row) => row[index] ?? '')]
    const isFitting = cells.some((cell) => isDateIn(cell, dateFormat))
    if (isFitting || column.type === 'empty') return ok({ column: index, format: dateFormat })
    return err({ code: 'date_format_mismatch', details: { column: column.name, choices, example } })
  }
  const [format, other] = column.dateFormats
  if (format === undefined) {
    const dates = detection.columns.filter((one) => one.dateFormats.length > 0).map((one) => one.name)
    return err({ code: 'no_date_column', details: { column: column.name, columns: dates } })
  }
  if (other !== undefined)
    return err({ code: 'ambiguous_date', details: { column: column.name, choices, example } })
  return ok({ column: index, format })
}

function isDateIn(cell: string, format: DateFormat): boolean {
  const { kind } = readDate(cell, format)
  return kind === 'wall' || kind === 'instant'
}

type ValuesPlan = Pick<ImportPlan, 'values' | 'numberStyles'>

function planValues(detection: ImportDetection, commit: CommitImport): Result<ValuesPlan, PlanRefusal> {
  const names = detection.columns.map((column) => column.name)
  const styles = new Map<number, NumberStyle>()
  const values: ImportPlan['values'] = []
  for (const value of commit.values) {
    if (values.some((other) => other.metric === value.metric)) {
      return err({ code: 'duplicate_metric', details: { metric: value.metric } })
    }
    const expression = readExpression(value.expression, names)
    if (!expression.ok) return expression
    for (const index of columnsOf(expression.value)) {
      const style = numberStyle(detection.columns[index], commit)
      if (!style.ok) return style
      styles.set(index, style.value)
    }
    values.push(plannedValue(value))
  }
  return ok({ values, numberStyles: [...styles].map(([column, style]) => ({ column, style })) })
}

function plannedValue(value: ImportValue): ImportPlan['values'][number] {
  const unit = value.currency === undefined ? (value.unit ?? 'count') : 'money'
  const usual = unit === 'money' ? MONEY_SCALE : unit === 'duration' ? DURATION_SCALE : PLAIN_SCALE
  return {
    metric: value.metric,
    label: value.label,
    unit,
    currency: value.currency ?? null,
    scale: value.scale ?? usual,
    expression: value.expression,
  }
}

function readExpression(text: string, names: string[]): Result<Expression, PlanRefusal> {
  const expression = parseExpression(text, names)
  if (expression.ok) return expression
  if (expression.error.code === 'unknown_column') return unknownColumn(expression.error.column, names)
  const { reason, at } = expression.error
  return err({ code: 'bad_expression', details: { expression: text, reason, at } })
}

/** An answer given by the person settles only what the file leaves open; what was seen in the file stands. */
function numberStyle(
  column: ImportColumn | undefined,
  commit: CommitImport,
): Result<NumberStyle, PlanRefusal> {
  if (column === undefined) return ok('plain')
  const example = column.samples.find((sample) => /[.,]/.test(sample)) ?? column.samples[0] ?? ''
  if (column.type === 'number') {
    if (column.decimal === 'point' || column.decimal === 'comma') return ok(column.decimal)
    if (commit.decimal !== undefined) return ok(commit.decimal)
    if (column.decimal === 'plain') return ok('plain')
    const choices = ['point', 'comma']
    return err({ code: 'ambiguous_decimal', details: { column: column.name, choices, example } })
  }
  const style = commit.decimal ?? 'plain'
  // A few good cells are enough to try: the others are set aside one by one and named.
  const isUsable =
    column.type === 'empty' || column.samples.some((sample) => readNumber(sample, style).kind === 'number')
  return isUsable ? ok(style) : err({ code: 'not_numeric', details: { column: column.name, example } })
}

function planDimensions(names: string[], wanted: readonly string[]): Result<number[], PlanRefusal> {
  const indexes: number[] = []
  for (const name of wanted) {
    const index = columnIndex(name, names)
    if (index === -1) return unknownColumn(name, names)
    if (indexes.includes(index)) return err({ code: 'duplicate_dimension', details: { column: name } })
    indexes.push(index)
  }
  return ok(indexes)
}

function optionalColumn(names: string[], name: string | undefined): Result<number | null, PlanRefusal> {
  if (name === undefined) return ok(null)
  const index = columnIndex(name, names)
  return index === -1 ? unknownColumn(name, names) : ok(index)
}

function unknownColumn(column: string, columns: string[]): Result<never, PlanRefusal> {
  return err({ code: 'unknown_column', details: { column, columns } })
}
