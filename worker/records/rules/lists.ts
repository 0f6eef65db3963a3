import { z } from 'zod'
import { err, ok, type Result } from '../../../contracts/result.ts'

/** What all plain lists may be narrowed by; null: not at all. `source` is a source system or the id of a source. */
export interface ListFilter {
  from: string | null
  to: string | null
  clientId: string | null
  source: string | null
}

/** A list as it was asked for: what it holds, and the place of the last row that was seen. */
export interface ListPlan<P> {
  filter: ListFilter
  after: P | null
  limit: number
}

export type ListRefusal =
  | { code: 'reversed_dates'; details: { from: string; to: string } }
  | { code: 'invalid_request'; details: { fields: { field: string; problem: string }[] } }

interface ListQuery {
  from?: string | undefined
  to?: string | undefined
  clientId?: string | undefined
  source?: string | undefined
  cursor?: string | undefined
  limit: number
}

const SEPARATOR = '_'
const no = z.coerce.number().int().min(0)

/** Places of rows: the parts of their order, joined in a cursor. */
export const FinancialPlace = z.tuple([z.iso.date(), z.uuid(), z.uuid()])
export const LeadPlace = z.tuple([z.iso.date(), z.uuid()])
/** Number of the metric, day, key, occurrence: the primary key, and so the id of a value. */
export const ValuePlace = z.tuple([no, z.iso.date(), z.uuid(), no])
export type ValuePlace = z.infer<typeof ValuePlace>
export const ClientPlace = z.tuple([z.uuid()])

export function placeText(place: readonly (string | number)[]): string {
  return place.join(SEPARATOR)
}

/** The parts of a place; null when the text is none. */
export function readPlace<S extends z.ZodType>(text: string, shape: S): z.infer<S> | null {
  const parsed = shape.safeParse(text.split(SEPARATOR))
  return parsed.success ? parsed.data : null
}

/** Checks what the shape of a query cannot say: the order of the dates and the form of the cursor. */
export function planList<S extends z.ZodType>(
  query: ListQuery,
  shape: S,
): Result<ListPlan<z.infer<S>>, ListRefusal> {
  const { from = null, to = null, clientId = null, source = null, cursor, limit } = query
  if (from !== null && to !== null && to < from) return err({ code: 'reversed_dates', details: { from, to } })
  const after = cursor === undefined ? null : readPlace(cursor, shape)
  if (cursor !== undefined && after === null) {
    const fields = [{ field: 'cursor', problem: 'is not one that a list gave' }]
    return err({ code: 'invalid_request', details: { fields } })
  }
  return ok({ filter: { from, to, clientId, source }, after, limit })
}
