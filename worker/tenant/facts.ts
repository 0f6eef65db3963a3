import { z } from 'zod'
import { MetricDefinition } from '../../contracts/metrics.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listClients } from '../clients/service.ts'
import { listImportSources } from '../imports/service.ts'
import { type NumberedDefinition, readCatalogue } from '../metrics/service.ts'
import { readSettings } from './settings.repository.ts'

/** How the workspace counts days, weeks and money. */
export const Settings = z.object({
  name: z.string(),
  slug: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  weekStart: z.number().int(),
  fiscalYearStartMonth: z.number().int(),
})
export type Settings = z.infer<typeof Settings>

/** Where numbers came from and how far they reach. */
const Source = z.object({
  id: z.string(),
  name: z.string(),
  metrics: z.array(z.string()),
  asOf: z.string().nullable(),
  expectedIntervalMs: z.number().nullable(),
})
export type Source = z.infer<typeof Source>

/** What answering needs besides buckets. Small; kept in memory, and as text beside the read model for when Postgres is away. */
export const Facts = z.object({
  settings: Settings,
  definitions: z.array(z.object({ no: z.number().int(), definition: MetricDefinition })),
  clients: z.array(z.object({ id: z.string(), name: z.string(), isDefault: z.boolean() })),
  sources: z.array(Source),
})
export type Facts = z.infer<typeof Facts>

/** Reads the facts in one transaction; null when the workspace was never provisioned. */
export async function readFacts(tx: TenantTx): Promise<Facts | null> {
  const settings = await readSettings(tx)
  if (settings === null) return null
  const definitions: NumberedDefinition[] = await readCatalogue(tx)
  const clients = await listClients(tx)
  const sources = await listImportSources(tx)
  return { settings, definitions, clients, sources }
}
