import { z } from 'zod'
import { dateFormats } from './date-formats.ts'
import { ClientId, Currency, ImportId, MetricKey } from './ids.ts'
import {
  DIMENSIONS_MAX,
  IMPORT_COLUMN_SAMPLES_MAX,
  IMPORT_COLUMNS_MAX,
  IMPORT_EXPRESSION_CHARS_MAX,
  IMPORT_PREVIEW_ROWS_MAX,
  IMPORT_VALUES_MAX,
  METRIC_SCALE_MAX,
} from './limits.ts'
import { MetricUnit } from './metrics.ts'

// ---- What was found in the file: answer of POST /api/v1/imports ----

export const Delimiter = z.enum([',', ';', '\t', '|'])
export type Delimiter = z.infer<typeof Delimiter>

/** Encoding of the file as it was sent. UTF-16 is stored as UTF-8; the other two are stored as they are. */
export const Encoding = z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'])
export type Encoding = z.infer<typeof Encoding>

export const LineEnding = z.enum(['lf', 'crlf', 'cr'])
export type LineEnding = z.infer<typeof LineEnding>

export const DateFormat = z.enum(dateFormats)
export type DateFormat = z.infer<typeof DateFormat>

/** The sign before the decimals: `point` as in 1,234.56 and `comma` as in 1.234,56. */
export const DecimalStyle = z.enum(['point', 'comma'])
export type DecimalStyle = z.infer<typeof DecimalStyle>

export const ColumnType = z.enum(['date', 'datetime', 'number', 'text', 'boolean', 'empty'])
export type ColumnType = z.infer<typeof ColumnType>

/**
 * One column, judged by the rows of the sample. `dateFormats` are all formats that fit equally well: more than one means
 * that the file does not say which, and the person is asked. `decimal` is for numbers: `plain` when no separator was
 * seen, null when what was seen fits both styles. `blankCount` counts blank cells of the sample.
 */
export const ImportColumn = z.object({
  name: z.string().min(1),
  index: z.int().nonnegative(),
  type: ColumnType,
  dateFormats: z.array(DateFormat),
  decimal: z.enum(['point', 'comma', 'plain']).nullable(),
  blankCount: z.int().nonnegative(),
  samples: z.array(z.string()).max(IMPORT_COLUMN_SAMPLES_MAX),
})
export type ImportColumn = z.infer<typeof ImportColumn>

/** What only a person can know. `choices` are what to answer with, `example` is a cell that fits all of them. */
export const ImportQuestion = z.object({
  kind: z.enum(['date_format', 'decimal']),
  column: z.string(),
  choices: z.array(z.string()).min(2),
  example: z.string(),
})
export type ImportQuestion = z.infer<typeof ImportQuestion>

/** The file as understood. `dataFromByte` and `dataFromLine` are where the first data row starts in the stored bytes. */
export const ImportDetection = z.object({
  delimiter: Delimiter,
  encoding: Encoding,
  lineEnding: LineEnding,
  hasHeader: z.boolean(),
  dataFromByte: z.int().nonnegative(),
  dataFromLine: z.int().positive(),
  columns: z.array(ImportColumn).min(1).max(IMPORT_COLUMNS_MAX),
  sampleRows: z.array(z.array(z.string())).max(IMPORT_PREVIEW_ROWS_MAX),
  questions: z.array(ImportQuestion),
})
export type ImportDetection = z.infer<typeof ImportDetection>

// ---- How to read it: body of POST /api/v1/imports/:id/commit ----

/** Name of a column of the file, as the detection lists it. */
export const ColumnName = z.string().min(1).max(200)
export type ColumnName = z.infer<typeof ColumnName>

/**
 * One metric fed by the file. `expression` is a column name or arithmetic over columns: `Quantity * UnitPrice`; names with
 * spaces stand in `[brackets]` or backquotes. A currency makes it money; `unit: 'money'` needs one. `scale` is the number
 * of decimals kept (money 4, count 4, percent 4, duration 3 when left out).
 */
export const ImportValue = z
  .strictObject({
    metric: MetricKey,
    label: z.string().trim().min(1).max(120),
    unit: MetricUnit.optional(),
    currency: Currency.optional(),
    expression: z.string().min(1).max(IMPORT_EXPRESSION_CHARS_MAX),
    scale: z.int().min(0).max(METRIC_SCALE_MAX).optional(),
  })
  .refine((value) => value.unit !== undefined || value.currency !== undefined, {
    error: 'give a unit (count, percent, duration) or a currency',
    path: ['unit'],
  })
  .refine((value) => value.unit !== 'money' || value.currency !== undefined, {
    error: 'money needs a currency, such as GBP',
    path: ['currency'],
  })
  .refine((value) => value.currency === undefined || value.unit === undefined || value.unit === 'money', {
    error: 'only money has a currency',
    path: ['currency'],
  })
export type ImportValue = z.infer<typeof ImportValue>

/**
 * `client` names a column that says whom each row is about; `clientId` says it for the whole file instead. `timeZone` is
 * the zone whose calendar decides the day of instants (texts with an offset or Z); left out, it is the workspace's.
 * `dateFormat` and `decimal` answer the detection's questions. Without `externalId` a row is known by its content.
 */
export const CommitImport = z
  .strictObject({
    date: ColumnName,
    dateFormat: DateFormat.optional(),
    timeZone: z.string().min(1).max(64).optional(),
    decimal: DecimalStyle.optional(),
    values: z.array(ImportValue).min(1).max(IMPORT_VALUES_MAX),
    client: ColumnName.optional(),
    clientId: ClientId.optional(),
    dimensions: z.array(ColumnName).max(DIMENSIONS_MAX).optional(),
    externalId: ColumnName.optional(),
  })
  .refine((commit) => commit.client === undefined || commit.clientId === undefined, {
    error: 'give a client column or one client, not both',
    path: ['clientId'],
  })
export type CommitImport = z.infer<typeof CommitImport>

// ---- How far it is: GET /api/v1/imports/:id ----

export const ImportStatus = z.enum(['detected', 'loading', 'done', 'failed'])
export type ImportStatus = z.infer<typeof ImportStatus>

export const ImportFailure = z.object({ code: z.string(), message: z.string(), next: z.string() })
export type ImportFailure = z.infer<typeof ImportFailure>

/**
 * One import. `rowsRead` = `rowsLoaded` + `rowsSame` + `rowsRejected`: loaded rows are new or changed, same rows were there
 * already. Bytes are those of the stored (inflated) file.
 */
export const ImportView = z.object({
  id: ImportId,
  name: z.string(),
  status: ImportStatus,
  detection: ImportDetection,
  rowsRead: z.int().nonnegative(),
  rowsLoaded: z.int().nonnegative(),
  rowsSame: z.int().nonnegative(),
  rowsRejected: z.int().nonnegative(),
  bytesTotal: z.int().nonnegative(),
  bytesDone: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  failure: ImportFailure.optional(),
  mapping: CommitImport.optional(),
  /** Whom all its rows are about; null until somebody has said it, and where a column says it of each row (`mapping.client`). */
  client: z.object({ id: ClientId, name: z.string() }).nullable(),
})
export type ImportView = z.infer<typeof ImportView>

// ---- Why a row was set aside: GET /api/v1/imports/:id/rejects.csv ----

export const RejectCode = z.enum([
  'too_few_fields',
  'too_many_fields',
  'broken_quote',
  'line_too_long',
  'broken_text',
  'no_date',
  'bad_date',
  'no_external_id',
  'not_a_number',
  'ambiguous_number',
  'formula_cell',
  'number_too_large',
  'division_by_zero',
  'no_value',
  'client_archived',
  'month_archived',
])
export type RejectCode = z.infer<typeof RejectCode>

/** One row that was not loaded. `line` is its line in the file (the header is 1); `value` is cut to 200 characters. */
export const RejectedRow = z.object({
  line: z.int().positive(),
  code: RejectCode,
  column: z.string().nullable(),
  value: z.string(),
  message: z.string(),
})
export type RejectedRow = z.infer<typeof RejectedRow>

// ---- What it will become: answer of POST /api/v1/imports/:id/preview (body: CommitImport) ----

/**
 * One column of the table as it will be stored. `sources` are the columns of the file it is made from: one for a date, client,
 * dimension or external id, all columns of the expression for a value. `unit` and `currency` are for values only.
 */
export const ImportPreviewColumn = z.object({
  name: z.string(),
  kind: z.enum(['date', 'value', 'client', 'dimension', 'external_id']),
  sources: z.array(ColumnName),
  unit: MetricUnit.optional(),
  currency: Currency.optional(),
})
export type ImportPreviewColumn = z.infer<typeof ImportPreviewColumn>

/** Why the row would be set aside. `column` is a column of the file, or null when the whole row is at fault. */
export const ImportPreviewProblem = z.object({
  code: RejectCode,
  column: z.string().nullable(),
  message: z.string(),
})
export type ImportPreviewProblem = z.infer<typeof ImportPreviewProblem>

/**
 * One row of the sample. `cells` has one text per preview column: a day as `YYYY-MM-DD`, a value as exact decimal text, others
 * as stored, '' for nothing. A row with problems shows the text of the file where it could not be read.
 */
export const ImportPreviewRow = z.object({
  line: z.int().positive(),
  cells: z.array(z.string()),
  problems: z.array(ImportPreviewProblem),
})
export type ImportPreviewRow = z.infer<typeof ImportPreviewRow>

/** `checked` = rows of the sample that were read, `rejected` = those of them that have problems. */
export const ImportPreview = z.object({
  columns: z.array(ImportPreviewColumn),
  rows: z.array(ImportPreviewRow).max(IMPORT_PREVIEW_ROWS_MAX),
  checked: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  questions: z.array(ImportQuestion),
})
export type ImportPreview = z.infer<typeof ImportPreview>
