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
import { type HiddenDimension, hiddenOf, namingRefusal, withoutHidden } from './rules/naming.ts'

export type RecordsRefusal =
  | { code: 'unknown_dimension'; details: unknown }
  | { code: 'reversed_dates'; details: unknown }
  | { code: 'invalid_request'; details: unknown }
  | ReturnType<typeof namingRefusal>

const Cursor = z.tuple([z.iso.date(), z.uuid(), z.coerce.number().int().min(0)])
const SEPARATOR = '_'

/** A page of the rows behind a number, with their number and exact sum over all pages. Names that are `hidden` are left out. */
export async function readRecords(
  tx: TenantTx,
  entry: NumberedDefinition,
  query: RecordsQuery,
  sourceNames: ReadonlyMap<string, string>,
  hidden: readonly HiddenDimension[],
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
  const kept = dimension === undefined ? null : hiddenOf([definition], dimension, hidden)
  if (kept !== null) return err(namingRefusal(kept))
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
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const shown = withoutHidden(definition, hidden).dimensions
  return ok({
    data: page.map((row) => ({
      id: idOf(row),
      date: row.date,
      value: row.value,
      // Rows of the canonical tables are in the base currency, which is that of the metric.
      currency: row.currency ?? definition.currency,
      dimensions: Object.fromEntries(
        definition.dimensions.flatMap((name, i) =>
          shown.includes(name) ? [[name, row.dims[i] ?? null]] : [],
        ),
      ),
      source: sourceNames.get(row.sourceId) ?? row.sourceId,
      line: row.line > 0 ? row.line : null,
      archivedRows: row.archivedRows,
    })),
    meta: { nextCursor: rows.length > page.length && last !== undefined ? idOf(last) : null, ...all },
  })
}

function idOf(row: RecordRow): string {
  return [row.date, row.key, row.occurrence].join(SEPARATOR)
}
