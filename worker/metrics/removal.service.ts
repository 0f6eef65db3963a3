import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { metricRemoved } from './events.ts'
import { deleteDefinitions, hasRows, listDefinitions } from './repository.ts'
import { hasSameSource, standardFormulas } from './rules/standard.ts'

/**
 * Takes metrics out of the catalogue that no row feeds any more: of the named keys, and those that read the books. Formulas that
 * came with them go too; those that people wrote stay, and work again when their metrics are back.
 */
export async function removeUnfed(tx: TenantTx, keys: readonly string[]): Promise<NewEvent[]> {
  const catalogue = await listDefinitions(tx)
  const unfed = new Set<string>()
  for (const { no, definition } of catalogue) {
    const { key, source } = definition
    if (source.kind !== 'facts' || source.table === 'lead_events' || source.table === 'work_facts') continue
    const isCandidate = source.table === 'financials' || keys.includes(key)
    if (isCandidate && !(await hasRows(tx, no, source.table))) unfed.add(key)
  }
  const keyOf = (column: string) =>
    catalogue.find(
      ({ definition: { source } }) =>
        source.kind === 'facts' && source.table === 'financials' && source.column === column,
    )?.definition.key ?? column
  if ([...unfed].some((key) => key === keyOf('revenue'))) {
    const formulas = standardFormulas('financials', keyOf)
    for (const { definition } of catalogue)
      if (formulas.some((formula) => hasSameSource(formula.source, definition.source)))
        unfed.add(definition.key)
  }
  await deleteDefinitions(tx, [...unfed])
  return [...unfed].map((key) => metricRemoved.of(`metric:${key}`, { key }))
}
