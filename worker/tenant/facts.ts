import { z } from 'zod'
import { MetricDefinition } from '../../contracts/metrics.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listClients } from '../clients/service.ts'
import { listImportSources } from '../imports/service.ts'
import { staticSource } from '../metrics/rules/sources.ts'
import { readCatalogue } from '../metrics/service.ts'
import { listSources } from '../metrics/sources.service.ts'
import { readSample } from '../sample/service.ts'
import { readSettings } from './settings.repository.ts'

/** How the workspace counts days, weeks and money. */
export const Settings = z.object({
  name: z.string(),
  slug: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  weekStart: z.number().int(),
  fiscalYearStartMonth: z.number().int(),
  industry: z.string().nullable(),
  country: z.string().nullable(),
  version: z.number().int(),
})
export type Settings = z.infer<typeof Settings>

/** Where numbers came from and how far they reach. */
const Source = z.object({
  id: z.string(),
  name: z.string(),
  connectionId: z.string().nullable(),
  /** Whose numbers it brings, where it is one client. */
  clientId: z.string().nullable(),
  metrics: z.array(z.string()),
  asOf: z.string().nullable(),
  checkedAt: z.string().nullable(),
  nextAt: z.string().nullable(),
  staleAtMs: z.number().nullable(),
  isFailed: z.boolean(),
  isStatic: z.boolean(),
})

/** What answering needs besides buckets. Small; kept in memory, and as text beside the read model for when Postgres is away. */
export const Facts = z.object({
  settings: Settings,
  definitions: z.array(z.object({ no: z.number().int(), definition: MetricDefinition })),
  clients: z.array(
    z.object({ id: z.string(), name: z.string(), externalId: z.string(), isDefault: z.boolean() }),
  ),
  sources: z.array(Source),
  /** The numbers are those of the sample data. */
  isSample: z.boolean(),
})
export type Facts = z.infer<typeof Facts>

/** Reads the facts in one transaction; null when the workspace was never provisioned. */
export async function readFacts(tx: TenantTx): Promise<Facts | null> {
  // Asked side by side, they travel in one round trip.
  const [settings, definitions, clients, imported, sample] = await Promise.all([
    readSettings(tx),
    readCatalogue(tx),
    listClients(tx),
    listImportSources(tx),
    readSample(tx),
  ])
  if (settings === null) return null
  const files = imported.map(({ id, name, metrics, asOf, clientId }) =>
    staticSource({ id, name, clientId }, metrics, asOf),
  )
  const sources = [...files, ...(await listSources(tx, definitions))]
  return { settings, definitions, clients, sources, isSample: sample !== null }
}

/** Texts worked out from the facts, each made once for as long as these are the facts. */
export class FactTexts {
  private facts: Facts | null = null
  private readonly texts = new Map<string, string>()

  get(facts: Facts, name: string, make: (facts: Facts) => string): string {
    if (this.facts !== facts) {
      this.facts = facts
      this.texts.clear()
    }
    const known = this.texts.get(name)
    if (known !== undefined) return known
    const text = make(facts)
    this.texts.set(name, text)
    return text
  }
}
