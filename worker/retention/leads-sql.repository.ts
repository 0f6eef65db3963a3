/**
 * How leads are archived, as SQL: a lead goes as a whole once it has ended long enough ago, oldest change first, so that what is left of it
 * still says how it ended. Parameters as in `repository.ts`: $1 tenant, $2 number of the metric (0), $3 first day that stays, $4 month,
 * $5 how many at most.
 */
const ENDED = (row: string) => `${row}.status in ('won', 'lost')`
const SAME_LEAD = (one: string, other: string) =>
  `${one}.tenant_id = ${other}.tenant_id and ${one}.client_id = ${other}.client_id and ${one}.source_id = ${other}.source_id
     and ${one}.lead_id = ${other}.lead_id and ${one}.archived_rows is null`
/** Of several changes of one day the one that ends the lead is the last, as for the figures of clients. */
const PLACE = (row: string) => `${row}.event_date, (${ENDED(row)}), ${row}.external_id, ${row}.id`

/** The last change of the lead ended it before the day, and none of its amounts waits for a rate. */
export const LEAD_GOES = `t.archived_rows is null and coalesce((
  select ${ENDED('l')} and l.event_date < $3::date from lead_events l where ${SAME_LEAD('l', 't')}
  order by l.event_date desc, (${ENDED('l')}) desc, l.external_id desc, l.id desc limit 1), false)
  and not exists (select from lead_events w where ${SAME_LEAD('w', 't')} and w.value is not null and w.base_value is null)`

/** The changes of one step. */
export const pickedLeadsSql = `select t.* from lead_events t where t.tenant_id = $1::uuid and $2::int = 0 and t.event_date >= $4::date
  and t.event_date < $4::date + interval '1 month' and t.event_date < $3::date and ${LEAD_GOES} order by ${PLACE('t')} limit $5::int`

export const LEAD_ORDER = PLACE('p')

const GROUP = 'client_id, source_id, stage, status, base_value is null'

/** Counts and sums of a month stand on its first day, in the base currency, by stage and status: that is what metrics divide by. */
export const cutLeadsSql = `with p as materialized (${pickedLeadsSql}),
  ends as (select p.tenant_id, p.event_date, p.id, not exists (
      select from lead_events n where ${SAME_LEAD('n', 'p')} and (${PLACE('n')}) > (${PLACE('p')})) as is_end from p),
  gone as (delete from lead_events c using ends e where c.tenant_id = e.tenant_id and c.event_date = e.event_date and c.id = e.id
    returning c.*, e.is_end),
  old as (delete from lead_events c where c.tenant_id = $1::uuid and c.event_date = $4::date and c.archived_rows is not null returning c.*),
  a as (select client_id, source_id, source_system, stage, status, base_value, 1 as changes, is_end::int as leads from gone
    union all select client_id, source_id, source_system, stage, status, base_value, archived_rows, archived_leads from old),
  put as (insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage, status, value,
      currency, base_value, rate, rate_date, archived_rows, archived_leads)
    select $1::uuid, md5(row(${GROUP}, $4::date)::text)::uuid, client_id, source_id, min(source_system),
      'archived:' || md5(row(${GROUP})::text), 'archived', $4::date, stage, status, sum(base_value),
      case when base_value is null then null else (select currency from workspace_settings where tenant_id = $1::uuid) end, sum(base_value),
      case when base_value is null then null else 1 end, case when base_value is null then null else $4::date end, sum(changes), sum(leads)
    from a group by ${GROUP} returning event_date)
  select (select count(*) from gone)::int as rows, (select coalesce(json_agg(distinct day), '[]') from (
     select event_date::text as day from gone union select event_date::text from put) d) as days`
