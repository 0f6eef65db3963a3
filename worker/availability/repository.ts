import { type AnyColumn, and, asc, eq, gte, inArray, lte, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { TimeOffView, WeeklyPattern, WorkingHours } from '../../contracts/availability.ts'
import { PATTERNS_MAX, TIME_OFF_MAX, WORKSPACE_TIME_OFF_MAX } from '../../contracts/limits.ts'
import { CalendarException } from '../../contracts/project-plans.ts'
import { timeOff, workingHours } from '../../db/schema/availability.ts'
import { workingCalendars } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const Weekly = z.array(WorkingHours).nullable()
const DaysOfAll = z.array(CalendarException)

/** A weekly pattern and whose it is. */
export interface OwnedPattern extends WeeklyPattern {
  artistId: string
}

function toPattern(row: typeof workingHours.$inferSelect): OwnedPattern {
  const { artistId, effectiveFrom, weekly } = row
  return { artistId, ...WeeklyPattern.parse({ effectiveFrom, weekly: Weekly.parse(weekly) }) }
}

function toTimeOff(row: typeof timeOff.$inferSelect): TimeOffView {
  const { id, artistId, kind, title, firstDay, lastDay, fromTime, toTime, createdAt } = row
  return TimeOffView.parse({
    ...{ id, artistId, kind, title },
    days: { from: firstDay, to: lastDay },
    hours: fromTime === null || toTime === null ? null : { from: fromTime, to: toTime },
    createdAt: new Date(createdAt).toISOString(),
  })
}

/** One artist, some, or null: all of them. */
type Whose = string | readonly string[] | null
const isOf = (column: AnyColumn, whose: Whose): SQL | undefined =>
  whose === null ? undefined : inArray(column, [whose].flat())

/** Weekly patterns of artists, the oldest first. */
export async function listPatterns(tx: TenantTx, whose: Whose): Promise<OwnedPattern[]> {
  const rows = await tx.db
    .select()
    .from(workingHours)
    .where(and(eq(workingHours.tenantId, tx.tenantId), isOf(workingHours.artistId, whose)))
    .orderBy(asc(workingHours.artistId), asc(workingHours.effectiveFrom))
    .limit(typeof whose === 'string' ? PATTERNS_MAX : WORKSPACE_TIME_OFF_MAX)
  return rows.map(toPattern)
}

/** An artist as it is stored, with all hours and time off. */
export interface StoredSchedule {
  id: string
  name: string
  capacity: number
  timeZone: string
  isArchived: boolean
  patterns: WeeklyPattern[]
  timeOff: Pick<TimeOffView, 'kind' | 'title' | 'days' | 'hours'>[]
}

const Patterns = z.array(WeeklyPattern)
const TimesOff = z.array(TimeOffView.pick({ kind: true, title: true, days: true, hours: true }))

/** Some artists with their hours and time off, in one statement. */
export async function listSchedules(tx: TenantTx, artistIds: readonly string[]): Promise<StoredSchedule[]> {
  const found = await tx.sql<
    (Omit<StoredSchedule, 'patterns' | 'timeOff'> & Record<'patterns' | 'timeOff', unknown>)[]
  >`
    select id, name, capacity, time_zone as "timeZone", archived_at is not null as "isArchived",
      (select json_agg(json_build_object('effectiveFrom', effective_from, 'weekly', weekly) order by effective_from)
        from working_hours h where h.tenant_id = a.tenant_id and h.artist_id = a.id) as patterns,
      (select json_agg(json_build_object('kind', kind, 'title', title, 'days', json_build_object('from', first_day, 'to', last_day),
          'hours', case when from_time is not null and to_time is not null then json_build_object('from', from_time, 'to', to_time) end)
          order by first_day, id)
        from time_off t where t.tenant_id = a.tenant_id and t.artist_id = a.id) as "timeOff"
    from artists a where tenant_id = ${tx.tenantId} and id = any(${`{${artistIds.join()}}`}::uuid[])`
  return found.map((row) => ({
    ...row,
    patterns: Patterns.parse(row.patterns ?? []),
    timeOff: TimesOff.parse(row.timeOff ?? []),
  }))
}

/** Stores a pattern from its day on, in place of one of the same day. */
export async function putPattern(
  tx: TenantTx,
  artistId: string,
  { effectiveFrom, weekly }: WeeklyPattern,
  at: Date,
): Promise<void> {
  await tx.db
    .insert(workingHours)
    .values({ tenantId: tx.tenantId, artistId, effectiveFrom, weekly, createdAt: at.toISOString() })
    .onConflictDoUpdate({
      target: [workingHours.tenantId, workingHours.artistId, workingHours.effectiveFrom],
      set: { weekly },
    })
}

/** Time off of artists that touches some days, by its first day. */
export async function listTimeOff(
  tx: TenantTx,
  whose: Whose,
  days: { from: string; to: string },
): Promise<TimeOffView[]> {
  const rows = await tx.db
    .select()
    .from(timeOff)
    .where(
      and(
        eq(timeOff.tenantId, tx.tenantId),
        isOf(timeOff.artistId, whose),
        lte(timeOff.firstDay, days.to),
        gte(timeOff.lastDay, days.from),
      ),
    )
    .orderBy(asc(timeOff.firstDay), asc(timeOff.id))
    .limit(typeof whose === 'string' ? TIME_OFF_MAX : WORKSPACE_TIME_OFF_MAX)
  return rows.map(toTimeOff)
}

export function countTimeOff(tx: TenantTx, artistId: string): Promise<number> {
  return tx.db.$count(timeOff, and(eq(timeOff.tenantId, tx.tenantId), eq(timeOff.artistId, artistId)))
}

const ofId = (tx: TenantTx, artistId: string, id: string): SQL | undefined =>
  and(eq(timeOff.tenantId, tx.tenantId), eq(timeOff.artistId, artistId), eq(timeOff.id, id))

/** Stores time off; null when the id is taken. */
export async function insertTimeOff(
  tx: TenantTx,
  { days, hours, createdAt, ...fields }: TimeOffView,
  createdBy: string,
): Promise<TimeOffView | null> {
  const [made] = await tx.db
    .insert(timeOff)
    .values({
      ...fields,
      ...{ tenantId: tx.tenantId, firstDay: days.from, lastDay: days.to, createdBy, createdAt },
      ...{ fromTime: hours?.from ?? null, toTime: hours?.to ?? null },
    })
    .onConflictDoNothing()
    .returning()
  return made === undefined ? null : toTimeOff(made)
}

/** Takes time off away; null when the artist has none of that id. */
export async function deleteTimeOff(tx: TenantTx, artistId: string, id: string): Promise<TimeOffView | null> {
  const [gone] = await tx.db
    .delete(timeOff)
    .where(ofId(tx, artistId, id))
    .returning()
  return gone === undefined ? null : toTimeOff(gone)
}

/** Days on which the calendar of the workspace differs from its week for everybody: public holidays, mostly. */
export async function listDaysOfAll(tx: TenantTx): Promise<CalendarException[]> {
  const [row] = await tx.db
    .select({ exceptions: workingCalendars.exceptions })
    .from(workingCalendars)
    .where(and(eq(workingCalendars.tenantId, tx.tenantId), eq(workingCalendars.scope, 'workspace')))
  return row === undefined ? [] : DaysOfAll.parse(row.exceptions)
}
