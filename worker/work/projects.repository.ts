import type { TenantTx } from '../../db/tenant-tx.ts'
import type { MovedDay } from './repository.ts'

/**
 * Counts a project as it is now, or null: all of them. Its day is the one it is due, else the one its plan ends, else the one it begins; days late
 * are those by which the plan ends after the day it is due. What is archived is not counted. Gives the days that moved.
 */
export function replaceProjects(tx: TenantTx, projectId: string | null): Promise<MovedDay[]> {
  return tx.sql<MovedDay[]>`
    with plans as (
      select id, client_id, progress, due_day, start_day,
        ((ends_at - interval '1 millisecond') at time zone time_zone)::date as end_day
      from projects where tenant_id = ${tx.tenantId} and archived_at is null
        and (${projectId}::uuid is null or id = ${projectId}::uuid)),
    fresh as (
      select id, client_id, progress, coalesce(due_day, end_day, start_day) as day,
        greatest(0, coalesce(end_day - due_day, 0)) as late_days from plans),
    kinds as (select *, case when late_days > 0 then 'project_late' else 'project_on_time' end as kind from fresh),
    gone as (
      delete from work_facts w where w.tenant_id = ${tx.tenantId} and w.kind in ('project_late', 'project_on_time')
        and (${projectId}::uuid is null or w.project_id = ${projectId}::uuid)
        and not exists (select from kinds k where k.kind = w.kind and k.day = w.day and k.id = w.id)
      returning w.kind, w.day),
    put as (
      insert into work_facts as w (tenant_id, kind, day, id, client_id, project_id, percent, late_days)
      select ${tx.tenantId}::uuid, kind, day, id, client_id, id, progress, late_days from kinds
      on conflict (tenant_id, kind, day, id) do update set client_id = excluded.client_id, percent = excluded.percent,
        late_days = excluded.late_days
      where (w.client_id, w.percent, w.late_days) is distinct from (excluded.client_id, excluded.percent, excluded.late_days)
      returning w.kind, w.day)
    select kind, day::text as day from gone union select kind, day::text from put`
}

/** Whether any project was counted in this workspace yet. */
export async function areProjectsCounted(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.sql<{ found: boolean }[]>`
    select exists (select 1 from work_facts where tenant_id = ${tx.tenantId}
      and kind in ('project_late', 'project_on_time')) as found`
  return row?.found ?? false
}
