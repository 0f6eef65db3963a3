import { z } from 'zod'
import type { RecordsPage, RecordsQuery } from '../../contracts/metrics.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { dimOf } from './ask.service.ts'
import {
  listRecords,
  type NumberedDefinition,
  type RecordRow,
  type RecordsFilter,
  sumRecords,
} from './repository.ts'
import { CLIENT_DIMENSION } from './rules/catalogue.ts'

export type RecordsRefusal =
  | { code: 'unknown_dimension'; details: unknown }
  | { code: 'reversed_dates'; details: unknown }
  | { code: 'invalid_request'; details: unknown }

const Cursor = z.tuple([z.iso.date(), z.uuid(), z.coerce.number().int().min(0)])
const SEPARATOR = '_'

/** A page of the rows behind a number, with their number and exact sum over all pages. */
export async function readRecords(
  tx: TenantTx,
  entry: NumberedDefinition,
  query: RecordsQuery,
  sourceNames: ReadonlyMap<string, string>,
): Promise<Result<RecordsPage, RecordsRefusal>> {
  const { definition } = entry
  const { from, to, dimension } = query
  if (to < from) return err({ code: 'reversed_dates', details: { from, to } })
  if (
    dimension !== undefined &&
    dimension !== CLIENT_DIMENSION &&
    !definition.dimensions.includes(dimension)
  ) {
    return err({ code: 'unknown_dimension', details: { dimension, dimensions: definition.dimensions } })
  }
  const after = query.cursor === undefined ? null : Cursor.safeParse(query.cursor.split(SEPARATOR))
  if (after !== null && !after.success) return err({ code: 'invalid_request', details: { field: 'cursor' } })
  const filter: RecordsFilter = {
    from,
    to,
    clientId: query.clientId ?? null,
    dim: dimension === undefined ? null : dimOf(definition, dimension),
    value: query.value ?? null,
    after: after === null ? null : { date: after.data[0], key: after.data[1], occurrence: after.data[2] },
    limit: query.limit + 1,
  }
  const [rows, all] = await Promise.all([listRecords(tx, entry, filter), sumRecords(tx, entry, filter)])
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return ok({
    data: shown.map((row) => ({
      id: idOf(row),
      date: row.date,
      value: row.value,
      // Rows of the canonical tables are in the base currency, which is that of the metric.
      currency: row.currency ?? definition.currency,
      dimensions: Object.fromEntries(definition.dimensions.map((name, i) => [name, row.dims[i] ?? null])),
      source: sourceNames.get(row.sourceId) ?? row.sourceId,
      line: row.line > 0 ? row.line : null,
      archivedRows: row.archivedRows,
    })),
    meta: { nextCursor: rows.length > shown.length && last !== undefined ? idOf(last) : null, ...all },
  })
}

function idOf(row: RecordRow): string {
  return [row.date, row.key, row.occurrence].join(SEPARATOR)
}
