import type { UpdateConnection } from '../../contracts/connections.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { connectionChanged } from './events.ts'
import { planOf } from './provider.service.ts'
import { readConnection } from './read.service.ts'
import * as rows from './repository.ts'
import { healthOf, isAccessGone } from './rules/health.ts'
import { minuteOf, nextDue, scheduleOf, scheduleText } from './rules/schedule.ts'
import { cancelRuns, subjectOf } from './runs.service.ts'
import * as streams from './streams.repository.ts'

export type UpdateRefusal =
  | { code: 'not_found' }
  | { code: 'stale_version'; details: unknown }
  | { code: 'invalid_request'; details: unknown }
  | { code: 'connection_inactive' }

/** Changes name, schedule or pause of a connection that is still at the version the caller saw. */
export async function updateConnection(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateConnection,
  context: { now: Date; timeZone: string },
): Promise<Result<{ events: NewEvent[] }, UpdateRefusal>> {
  const before = await rows.lockConnection(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.version !== seenVersion)
    return err({ code: 'stale_version', details: await readConnection(tx, id, context.now) })
  const was = await stateOf(tx, before)
  if (change.label !== undefined) await rows.updateConnection(tx, id, { label: change.label }, false)
  const events: NewEvent[] = []
  for (const stream of change.streams ?? []) {
    const refusal = await changeStream(tx, before, stream, context)
    if (refusal !== null) return err(refusal)
  }
  if (change.isPaused === true && before.status !== 'disabled') {
    await rows.updateConnection(tx, id, { status: 'disabled' }, false)
    const cancelled = await cancelRuns(tx, id, context.now)
    if (cancelled.ok) events.push(...cancelled.value.events)
  }
  if (change.isPaused === false && before.status === 'disabled') {
    const refusal = await resume(tx, before, context.now)
    if (refusal !== null) return err(refusal)
  }
  await rows.updateConnection(tx, id, {})
  const changed = connectionChanged.of(subjectOf(id), {
    connectionId: id,
    fields: Object.keys(change),
    before: was,
    after: await stateOf(tx, await rows.lockConnection(tx, id)),
  })
  return ok({ events: [changed, ...events] })
}

/** What a change of a connection can change, as its event tells it. */
export interface ConnectionState {
  label: string
  isPaused: boolean
  streams: Record<string, string>
}

/** The same as it is now; null when there is no such connection. */
export async function readState(tx: TenantTx, id: string): Promise<ConnectionState | null> {
  return (await stateOf(tx, await rows.findConnection(tx, id))) ?? null
}

/** The change that makes a connection what it was; streams that are there no more are left out. */
export function changeTo(wanted: ConnectionState, current: ConnectionState): UpdateConnection {
  const streams = Object.entries(wanted.streams).flatMap(([stream, said]) =>
    current.streams[stream] === undefined || current.streams[stream] === said
      ? []
      : [{ stream, ...scheduleOf(said) }],
  )
  return {
    ...(wanted.label !== current.label && { label: wanted.label }),
    ...(wanted.isPaused !== current.isPaused && { isPaused: wanted.isPaused }),
    ...(streams.length > 0 && { streams }),
  }
}

async function stateOf(
  tx: TenantTx,
  connection: rows.Connection | null,
): Promise<ConnectionState | undefined> {
  if (connection === null) return undefined
  const known = await streams.listStreams(tx, [connection.id])
  return {
    label: connection.label,
    isPaused: connection.status === 'disabled',
    streams: Object.fromEntries(known.map((stream) => [stream.stream, scheduleText(stream)])),
  }
}

async function changeStream(
  tx: TenantTx,
  connection: rows.Connection,
  change: NonNullable<UpdateConnection['streams']>[number],
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<UpdateRefusal | null> {
  const { stream: name, isEnabled, everySeconds, dailyAt } = change
  const known = (await streams.listStreams(tx, [connection.id])).find(({ stream }) => stream === name)
  if (known === undefined)
    return {
      code: 'invalid_request',
      details: { fields: [{ field: 'streams', problem: `no stream ${name}` }] },
    }
  if (everySeconds !== undefined && dailyAt !== undefined) {
    const problem = 'either everySeconds or dailyAt'
    return { code: 'invalid_request', details: { fields: [{ field: 'streams', problem }] } }
  }
  const schedule = {
    everySeconds: everySeconds ?? (dailyAt === undefined ? known.everySeconds : null),
    dailyAtMinute:
      dailyAt === undefined ? (everySeconds === undefined ? known.dailyAtMinute : null) : minuteOf(dailyAt),
  }
  const isSwitchedOn = isEnabled === true && !known.isEnabled
  const next = isSwitchedOn ? now : nextDue(schedule, now, timeZone)
  // Without access nothing is due, whatever the schedule says.
  const isOff = known.nextDueAt === null && !isSwitchedOn
  await streams.updateStream(tx, connection.id, name, {
    ...schedule,
    isEnabled: isEnabled ?? known.isEnabled,
    nextDueAt: isOff ? null : (next?.toISOString() ?? null),
  })
  return null
}

async function resume(tx: TenantTx, before: rows.Connection, now: Date): Promise<UpdateRefusal | null> {
  const plan = planOf(before.provider)
  if (plan === null) return { code: 'connection_inactive' }
  const isDisconnected = plan.needsConsent && (await rows.findSealedTokens(tx, before.id)) === null
  if (isDisconnected) return { code: 'connection_inactive' }
  const needsAccount = plan.hasAccounts && before.account === null
  const status = needsAccount ? 'pending' : healthOf(before.failures)
  await rows.updateConnection(tx, before.id, { status }, false)
  if (needsAccount || isAccessGone(before.failures)) return null
  for (const { stream } of await streams.listStreams(tx, [before.id]))
    await streams.updateStream(tx, before.id, stream, { nextDueAt: now.toISOString() })
  return null
}
