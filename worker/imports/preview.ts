import type {
  CommitImport,
  ImportDetection,
  ImportPreview,
  ImportPreviewRow,
} from '../../contracts/imports.ts'
import { ok, type Result } from '../../contracts/result.ts'
import { columnsOf, parseExpression } from './parsing/expression.ts'
import { compilePlan, type RowMapper } from './parsing/mapper.ts'
import { type ImportPlan, type PlanRefusal, planImport } from './parsing/plan.ts'
import { rejectedRow } from './parsing/rejects.ts'

/** What the rows of the sample become under a mapping; rows with problems first. Pure. */
export function previewImport(
  detection: ImportDetection,
  mapping: CommitImport,
  timeZone: string,
): Result<ImportPreview, PlanRefusal> {
  const planned = planImport(detection, mapping, timeZone)
  if (!planned.ok) return planned
  const plan = planned.value
  const mapper = compilePlan(plan)
  const rows = detection.sampleRows.map((fields, i) =>
    previewRow(plan, mapper, fields, detection.dataFromLine + i),
  )
  const rejected = rows.filter((row) => row.problems.length > 0)
  const good = rows.filter((row) => row.problems.length === 0)
  return ok({
    columns: previewColumns(plan),
    rows: [...rejected, ...good],
    checked: rows.length,
    rejected: rejected.length,
    questions: detection.questions,
  })
}

function nameOf(plan: ImportPlan, index: number): string {
  return plan.columns[index] ?? ''
}

function previewColumns(plan: ImportPlan): ImportPreview['columns'] {
  const single = (kind: 'date' | 'client' | 'external_id' | 'dimension', index: number | null) =>
    index === null ? [] : [{ kind, name: nameOf(plan, index), sources: [nameOf(plan, index)] }]
  return [
    ...single('external_id', plan.externalId),
    ...single('date', plan.date.column),
    ...single('client', plan.client),
    ...plan.dimensions.flatMap((index) => single('dimension', index)),
    ...plan.values.map((value) => ({
      kind: 'value' as const,
      name: value.label,
      sources: sourcesOf(plan, value.expression),
      unit: value.unit,
      ...(value.currency === null ? {} : { currency: value.currency }),
    })),
  ]
}

function sourcesOf(plan: ImportPlan, expression: string): string[] {
  const parsed = parseExpression(expression, plan.columns)
  return parsed.ok ? [...columnsOf(parsed.value)].map((index) => nameOf(plan, index)) : []
}

function previewRow(plan: ImportPlan, mapper: RowMapper, fields: string[], line: number): ImportPreviewRow {
  const mapped = mapper.map(fields)
  const field = (index: number | null) => (index === null ? [] : [fields[index] ?? ''])
  if (mapped.ok) {
    const { day, client, dimensions, values } = mapped.row
    const cells = [
      ...field(plan.externalId),
      day,
      ...(plan.client === null ? [] : [client ?? '']),
      ...dimensions.map((text) => text ?? ''),
      ...values.map((text) => text ?? ''),
    ]
    return { line, cells, problems: [] }
  }
  const { code, column, value } = mapped.fault
  const name = column === null ? null : nameOf(plan, column)
  const cells = [
    ...field(plan.externalId),
    ...field(plan.date.column),
    ...field(plan.client),
    ...plan.dimensions.flatMap(field),
    ...plan.values.map((one) => (sourcesOf(plan, one.expression).includes(name ?? '') ? value : '')),
  ]
  return {
    line,
    cells,
    problems: [{ code, column: name, message: rejectedRow(line, code, name, value).message }],
  }
}
