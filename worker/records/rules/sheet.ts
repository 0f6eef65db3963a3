import { daysBetween } from '../../../contracts/days.ts'
import { SHEET_DAYS_MAX, SHEET_METRICS_MAX } from '../../../contracts/limits.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import type { SheetQuery } from '../../../contracts/records.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'

/** A sheet as it was asked for. `asked` are keys of metrics; a client of null is the workspace's own. */
export interface SheetPlan {
  from: string
  to: string
  clientId: string | null
  asked: readonly string[]
}

type SheetRefusal =
  | { code: 'reversed_dates'; details: { from: string; to: string } }
  | { code: 'range_too_long'; details: { days: number; max: number } }

/** Checks what the shape of a query cannot say: a sheet is a month at most. */
export function planSheet({
  from,
  to,
  clientId = undefined,
  metrics = [],
}: SheetQuery): Result<SheetPlan, SheetRefusal> {
  if (to < from) return err({ code: 'reversed_dates', details: { from, to } })
  const days = daysBetween(from, to) + 1
  if (days > SHEET_DAYS_MAX) return err({ code: 'range_too_long', details: { days, max: SHEET_DAYS_MAX } })
  return ok({ from, to, clientId: clientId ?? null, asked: metrics })
}

interface Entry {
  no: number
  definition: MetricDefinition
}

/**
 * The columns of a sheet: metrics that people keep by hand and those asked for, by label. Where there are too many, those asked for
 * stay. Only metrics of dated values take any.
 */
export function sheetColumns<E extends Entry>(
  catalogue: readonly E[],
  handKept: ReadonlySet<number>,
  asked: readonly string[],
): { columns: E[]; total: number } {
  const takesValues = catalogue.filter(
    ({ definition: { source } }) => source.kind === 'facts' && source.table === 'custom_metrics',
  )
  const isAsked = ({ definition }: E) => asked.includes(definition.key)
  const wanted = takesValues.filter((entry) => handKept.has(entry.no) || isAsked(entry)).sort(byLabel)
  const kept = [...wanted].sort((a, b) => Number(isAsked(b)) - Number(isAsked(a))).slice(0, SHEET_METRICS_MAX)
  return { columns: kept.sort(byLabel), total: wanted.length }
}

const byLabel = ({ definition: a }: Entry, { definition: b }: Entry) =>
  a.label.localeCompare(b.label) || (a.key < b.key ? -1 : 1)
