import { Hono } from 'hono'
import { z } from 'zod'
import { MetricKey } from '../../contracts/ids.ts'
import { type MetricDefinition, RecordsQuery } from '../../contracts/metrics.ts'
import { asciiJson } from '../platform/ascii-json.ts'
import { askerOf, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import { readRecords } from './records.service.ts'
import { dimensionsOf, leavesOf, openCatalogue } from './rules/catalogue.ts'
import { withoutHidden } from './rules/naming.ts'

const KeyParam = z.object({ key: MetricKey })

/** The list of definitions as JSON. A formula has the dimensions of what it is worked out from. */
function listText(definitions: readonly MetricDefinition[]): string {
  const catalogue = openCatalogue(definitions)
  return asciiJson(
    definitions.map((definition) =>
      definition.source.kind === 'formula'
        ? { ...definition, dimensions: dimensionsOf(catalogue, definition.key) }
        : definition,
    ),
  )
}

/** Routes of the catalogue and of the rows behind a number. The one question itself is asked past the router. */
export const metricRoutes = new Hono<TenantEnv>()
  .get('/', needs('metrics.read'), async (c) => {
    const { tenant, principal, requestId } = c.var
    const ready = await tenant.current()
    if (!ready.ok && ready.error.code !== 'stale') return refuseWith(ready.error, requestId)
    const facts = await tenant.facts()
    if (facts === null) return refuseWith({ code: 'stale' }, requestId)
    const { hidden } = askerOf(principal)
    const name = `metrics ${hidden.map(({ dimension }) => dimension).join()}`
    const data = tenant.factTexts.get(facts, name, ({ definitions }) =>
      listText(definitions.map((entry) => withoutHidden(entry.definition, hidden))),
    )
    const body = `{"data":${data},"meta":{"seq":${tenant.applied}}}`
    return new Response(body, { headers: { 'content-type': 'application/json' } })
  })
  .get('/:key/records', needs('records.read'), async (c) => {
    const { tenant, principal, requestId } = c.var
    const ready = await tenant.current()
    if (!ready.ok) return refuseWith(ready.error, requestId)
    const facts = await tenant.factsFor(principal.clients)
    const param = parseInput(c.req.param(), KeyParam)
    const entry = facts?.definitions.find((one) => param.ok && one.definition.key === param.value.key)
    if (facts === null || entry === undefined) return refuseWith({ code: 'not_found' }, requestId)
    const query = parseInput(c.req.query(), RecordsQuery)
    if (!query.ok) return refuseWith(query.error, requestId)
    if (entry.definition.source.kind === 'formula') {
      const catalogue = openCatalogue(facts.definitions.map((one) => one.definition))
      const operands = leavesOf(catalogue, entry.definition.key).map((leaf) => leaf.key)
      const message = `${entry.definition.label} is worked out from ${operands.join(', ')}: ask for the rows of one of those.`
      return refuseWith({ code: 'formula_has_no_rows', message, details: { operands } }, requestId)
    }
    const { hidden } = askerOf(principal)
    const sourceNames = new Map(facts.sources.map((source) => [source.id, source.name]))
    const page = await tenant.readAs(principal, (tx) =>
      readRecords(tx, entry, query.value, sourceNames, hidden),
    )
    return page.ok ? c.json(page.value) : refuseWith(page.error, requestId)
  })
