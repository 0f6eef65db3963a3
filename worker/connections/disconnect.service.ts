import type { DisconnectView } from '../../contracts/connections.ts'
import { ConnectionId } from '../../contracts/ids.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { eraseSource } from '../records/removal.service.ts'
import { connectionDisconnected } from './events.ts'
import { emptyQuarantine } from './quarantine.repository.ts'
import * as rows from './repository.ts'
import { deleteRuns } from './runs.repository.ts'
import { cancelRuns, subjectOf } from './runs.service.ts'
import * as streams from './streams.repository.ts'

/**
 * Ends a connection: what it reads, its tokens and its timetable. The numbers it brought stay and it stays in the list, switched off;
 * or, with `erase`, both go, and the answer counts what went.
 */
export async function disconnect(
  tx: TenantTx,
  id: string,
  { data, isRevoked, now }: { data: 'keep' | 'erase'; isRevoked: boolean; now: Date },
): Promise<Result<{ view: DisconnectView; events: NewEvent[] }, { code: 'not_found' }>> {
  const connection = await rows.lockConnection(tx, id)
  if (connection === null) return err({ code: 'not_found' })
  const cancelled = await cancelRuns(tx, id, now)
  const events = cancelled.ok ? cancelled.value.events : []
  const { provider, label } = connection
  const said = { connectionId: id, provider, label, isRevoked, clientIds: [connection.clientId] }
  const subject = subjectOf(id)
  if (data === 'keep') {
    await streams.unscheduleStreams(tx, id)
    await rows.updateConnection(tx, id, {
      status: 'disabled',
      sealedTokens: null,
      tokenExpiresAt: null,
      accounts: [],
      failure: null,
      failuresInARow: 0,
    })
    events.push(connectionDisconnected.of(subject, { ...said, erased: null, touched: [] }))
    return ok({ view: { id: ConnectionId.parse(id), isRevoked, erased: null }, events })
  }
  const gone = await eraseSource(tx, id)
  const erased = { ...gone.counts, quarantined: await emptyQuarantine(tx, id) }
  await deleteRuns(tx, id)
  await streams.deleteStreams(tx, id)
  await rows.deleteConnection(tx, id)
  events.push(connectionDisconnected.of(subject, { ...said, erased, touched: gone.touched }))
  return ok({ view: { id: ConnectionId.parse(id), isRevoked, erased }, events })
}
