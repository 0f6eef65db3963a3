import { err, ok, type Result, unreachable } from '../../contracts/result.ts'
import type {
  ArchivedRelation,
  ArchiveView,
  RetentionPreview,
  RetentionResult,
  RetentionRule,
} from '../../contracts/retention.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import type { NumberedDefinition } from '../metrics/service.ts'
import { touchedByTable } from '../metrics/standard.service.ts'
import { monthForgotten, rowsArchived } from './events.ts'
import * as rows from './repository.ts'
import { type Cutoffs, monthOf } from './rules/periods.ts'

export type { ArchivedMonth, Candidate, TakenRows } from './repository.ts'

/** Rules that take rows out month by month. */
export const archivingRules = ['financials', 'leads', 'custom_metrics'] as const
export type ArchivingRule = (typeof archivingRules)[number]

/** The table a rule takes rows out of, and the first day that stays in it. */
function planOf(rule: ArchivingRule, cutoffs: Cutoffs): { relation: ArchivedRelation; before: string } {
  switch (rule) {
    case 'financials':
      return { relation: 'financials', before: cutoffs.financials }
    case 'leads':
      return { relation: 'lead_events', before: cutoffs.leads }
    case 'custom_metrics':
      return { relation: 'custom_metrics', before: cutoffs.customMetrics }
    default:
      return unreachable(rule)
  }
}

/** Rows of one step, read: where they are from, what they are, and which file of their month they go into. */
export interface Step {
  candidate: rows.Candidate
  taken: rows.TakenRows
  partNo: number
}

/** The next rows of a rule that are past their time; null when there are none. */
export async function readStep(
  tx: TenantTx,
  rule: ArchivingRule,
  cutoffs: Cutoffs,
  limit: number,
): Promise<Step | null> {
  const { relation, before } = planOf(rule, cutoffs)
  const candidate = await rows.findCandidate(tx, relation, before)
  if (candidate === null) return null
  const taken = await rows.readRows(tx, candidate, before, limit)
  if (taken.lines.length === 0) throw new Error(`${rule} of ${candidate.month} have no rows to take out`)
  return { candidate, taken, partNo: (await rows.countParts(tx, candidate)) + 1 }
}

export interface StepDone {
  rows: number
  events: NewEvent[]
}

/**
 * Puts sums in the place of rows that lie in a file by now, in the caller's transaction. Refused when somebody changed one of them since
 * they were read: the file is written anew then.
 */
export async function cutStep(
  tx: TenantTx,
  rule: ArchivingRule,
  step: Step,
  by: {
    cutoffs: Cutoffs
    limit: number
    keyId: string
    at: Date
    definitions: readonly NumberedDefinition[]
  },
): Promise<Result<StepDone, { code: 'moved' }>> {
  const { candidate, taken, partNo } = step
  if ((await rows.countParts(tx, candidate)) !== partNo - 1) return err({ code: 'moved' })
  const cut = await rows.cutRows(tx, candidate, planOf(rule, by.cutoffs).before, by.limit, taken.md5)
  if (cut === null) return err({ code: 'moved' })
  await rows.notePart(tx, candidate, { rows: cut.rows, no: partNo, keyId: by.keyId, at: by.at })
  const { relation, metric, month, metricNo } = candidate
  const touched =
    relation === 'custom_metrics'
      ? [{ metricNo, days: cut.days }]
      : touchedByTable(by.definitions, relation, cut.days)
  const event = { relation, metric, month, rows: cut.rows, touched }
  return ok({ rows: cut.rows, events: [rowsArchived.of(`retention:${relation}`, event)] })
}

/** Takes out the figures of the next month of values that is past its time; null when there is none. Its rows stay in their files. */
export async function forgetMonth(
  tx: TenantTx,
  { valueMonths, monthsSince }: Cutoffs,
): Promise<StepDone | null> {
  const old = await rows.findOldMonth(tx, valueMonths, monthsSince)
  if (old === null) return null
  const cut = await rows.deleteOldMonth(tx, old, valueMonths, monthsSince)
  const touched = [{ metricNo: old.metricNo, days: cut.days }]
  const event = { metric: old.metric, month: old.month, rows: cut.rows, touched }
  return { rows: cut.rows, events: [monthForgotten.of('retention:custom_metrics', event)] }
}

/** What lies in files, by table and year. */
export const readArchives = (tx: TenantTx): Promise<ArchiveView[]> => rows.listArchives(tx)

/** The files of one year of a table. */
export const readArchivedMonths = (
  tx: TenantTx,
  relation: ArchivedRelation,
  year: string,
): Promise<rows.ArchivedMonth[]> => rows.listArchivedMonths(tx, relation, year)

/** No row is archived sooner than this, so younger days are not asked about. */
const YOUNG_MS = 300 * 24 * 60 * 60 * 1000

/** True when rows from this day on are too young to have been archived. */
export const isYoung = (firstDay: string | null, at: Date): boolean =>
  firstDay === null || Date.parse(firstDay) > at.getTime() - YOUNG_MS

/**
 * Says of a day whether its rows were taken out of a table, or of this metric in it: what comes for it now would be counted twice.
 * `firstDay` is the earliest that is going to be asked about.
 */
export async function archivedDays(
  tx: TenantTx,
  relation: ArchivedRelation,
  metricNos: readonly number[],
  firstDay: string | null,
  at: Date,
): Promise<(metricNo: number, day: string) => boolean> {
  if (isYoung(firstDay, at)) return () => false
  const months = await rows.listArchived(tx, relation, metricNos)
  return (metricNo, day) => months.has(`${metricNo} ${monthOf(day)}`)
}

/** Stores what came of a run of a rule. */
export function noteRun(tx: TenantTx, rule: RetentionRule, at: Date, result: RetentionResult): Promise<void> {
  return rows.noteRun(tx, rule, at, result)
}

/** What each rule did last, and what lies in files by now. */
export async function readRetention(tx: TenantTx): Promise<{
  runs: ReadonlyMap<string, { ranAt: string; result: RetentionResult }>
  archived: ReadonlyMap<string, number>
}> {
  const [runs, archived] = await Promise.all([rows.listRuns(tx), rows.countArchived(tx)])
  return { runs, archived }
}

/** What the next run would take out. */
export async function previewRetention(tx: TenantTx, cutoffs: Cutoffs): Promise<RetentionPreview[]> {
  const all: RetentionPreview[] = []
  for (const rule of archivingRules) {
    const { relation, before } = planOf(rule, cutoffs)
    const found = await rows.previewRows(tx, relation, before)
    all.push({ rule: rule satisfies RetentionRule, before, ...found })
  }
  const months = await rows.previewOldMonths(tx, cutoffs.valueMonths, cutoffs.monthsSince)
  return [...all, { rule: 'value_months', before: cutoffs.valueMonths, ...months }]
}
