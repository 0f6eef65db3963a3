import { MUTED_RECORDS_MAX } from '../../contracts/limits.ts'
import type { MutedView } from '../../contracts/notifications.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { notificationsMuted } from './events.ts'
import * as rows from './preferences.repository.ts'
import { findTold } from './repository.ts'

/** What somebody wants to hear nothing of any more, the newest first. */
export async function readMuted(tx: TenantTx, personId: string): Promise<MutedView[]> {
  return (await rows.findPreferences(tx, personId))?.muted ?? []
}

/** The record, and what the log is told of it: nothing where it was so before. */
interface Muted {
  view: MutedView
  events: NewEvent[]
}

const muted = (personId: string, { subject: record }: MutedView, isSilent: boolean): NewEvent =>
  notificationsMuted.of(`person:${personId}`, {
    ...{ personId, record, before: { isSilent: !isSilent }, after: { isSilent } },
  })

type MuteRefusal = { code: 'not_found' } | { code: 'limit_reached'; details: { limit: number } }

/** Whose inbox it is, where their times are meant until they say otherwise, and when it is. */
interface Muting {
  personId: string
  timeZone: string
  at: Date
}

/** Makes the record silent for somebody that one of their own notifications is about. Doing it twice is doing it once. */
export async function mute(
  tx: TenantTx,
  id: string,
  { personId, timeZone, at }: Muting,
): Promise<Result<Muted, MuteRefusal>> {
  const told = await findTold(tx, personId, id)
  if (told === null) return err({ code: 'not_found' })
  const before = (await rows.lockPreferences(tx, personId))?.muted ?? []
  const known = before.find(({ subject }) => subject === told.subject)
  if (known !== undefined) return ok({ view: known, events: [] })
  if (before.length >= MUTED_RECORDS_MAX)
    return err({ code: 'limit_reached', details: { limit: MUTED_RECORDS_MAX } })
  const view: MutedView = { id: told.id, subject: told.subject, title: told.title, at: at.toISOString() }
  await rows.putMuted(tx, personId, [view, ...before], timeZone)
  return ok({ view, events: [muted(personId, view, true)] })
}

/** Lets somebody hear of a record again. */
export async function unmute(
  tx: TenantTx,
  id: string,
  { personId, timeZone }: Omit<Muting, 'at'>,
): Promise<Result<Muted, { code: 'not_found' }>> {
  const before = (await rows.lockPreferences(tx, personId))?.muted ?? []
  const view = before.find((one) => one.id === id)
  if (view === undefined) return err({ code: 'not_found' })
  await rows.putMuted(
    tx,
    personId,
    before.filter((one) => one !== view),
    timeZone,
  )
  return ok({ view, events: [muted(personId, view, false)] })
}
