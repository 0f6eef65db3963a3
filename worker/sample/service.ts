import { ClientId } from '../../contracts/ids.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { SetupView } from '../../contracts/setup.ts'
import { asWhole, type TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent, TouchedMetrics } from '../events/define.ts'
import { removeUnfed } from '../metrics/removal.service.ts'
import { readCatalogue } from '../metrics/service.ts'
import { eraseSource } from '../records/removal.service.ts'
import { storeRecords } from '../records/store.service.ts'
import { sampleOpened, sampleRemoved } from './events.ts'
import {
  deleteClient,
  insertSampleClient,
  selectHasOwnRows,
  selectIsLoading,
  selectSampleClient,
} from './repository.ts'
import { SAMPLE_COMPANY, SAMPLE_SYSTEM, sampleMetrics, sampleRecords } from './rules/sample.ts'

/** Records stored with one statement. */
const RECORDS_PER_CALL = 1000

export interface SampleContext {
  /** Day of the workspace, `YYYY-MM-DD`. */
  today: string
  /** Base currency of the workspace. */
  base: string
  at: Date
  newId(): string
}

/** Whether the workspace has numbers of its own. Sample data does not count. */
export function hasOwnData(tx: TenantTx): Promise<boolean> {
  return selectHasOwnRows(tx)
}

/** The sample data that is shown; null when there is none. */
export async function readSample(tx: TenantTx): Promise<SetupView['sample']> {
  const client = await selectSampleClient(tx)
  if (client === null) return null
  return { clientId: ClientId.parse(client.id), since: new Date(client.createdAt).toISOString() }
}

/**
 * Opens the sample data: an invented company beside nothing else, so that no figure ever mixes the two. Refused once the
 * workspace has numbers of its own; open already, it stays as it is.
 */
export async function openSampleData(
  tx: TenantTx,
  context: SampleContext,
): Promise<Result<{ view: SetupView['sample']; events: NewEvent[] }, { code: 'has_data' }>> {
  if ((await selectHasOwnRows(tx)) || (await selectIsLoading(tx))) return err({ code: 'has_data' })
  const open = await readSample(tx)
  if (open !== null) return ok({ view: open, events: [] })
  const clientId = context.newId()
  await insertSampleClient(tx, { id: clientId, name: SAMPLE_COMPANY, externalId: SAMPLE_SYSTEM }, context.at)
  const source = { id: clientId, system: SAMPLE_SYSTEM, stream: SAMPLE_SYSTEM }
  const records = sampleRecords(context.today, context.base)
  const defined: NewEvent[] = []
  const touched: TouchedMetrics = []
  for (let at = 0; at < records.length; at += RECORDS_PER_CALL) {
    const stored = await storeRecords(
      tx,
      {
        source,
        clientId,
        base: context.base,
        definitions: await readCatalogue(tx),
        metrics: sampleMetrics,
        at: context.at,
      },
      records.slice(at, at + RECORDS_PER_CALL),
    )
    defined.push(...stored.defined)
    touched.push(...stored.touched)
  }
  const opened = sampleOpened.of('sample', { clientId, rows: records.length, touched })
  return ok({ view: await readSample(tx), events: [...defined, opened] })
}

/**
 * Removes the sample data and the metrics that nothing else feeds; gives the events of it, none when there was none. Own data calls
 * it before it is stored, so that the two never stand beside each other; the catalogue has to be read after it.
 */
export function removeSampleData(tx: TenantTx): Promise<NewEvent[]> {
  // It goes before own data of whomever; somebody who is limited to other clients does not see it and would leave it.
  return asWhole(tx, () => removeWhole(tx))
}

async function removeWhole(tx: TenantTx): Promise<NewEvent[]> {
  const client = await selectSampleClient(tx)
  if (client === null) return []
  const { counts, touched } = await eraseSource(tx, client.id)
  const rows = Object.values(counts).reduce((total, some) => total + some, 0)
  await deleteClient(tx, client.id)
  const removed = await removeUnfed(
    tx,
    sampleMetrics.map(({ key }) => key),
  )
  return [sampleRemoved.of('sample', { clientId: client.id, rows, touched }), ...removed]
}
