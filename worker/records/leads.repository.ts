import { preferLookups, preferNothing } from '../../db/planner.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { storableJson } from './rules/texts.ts'

/** One change of a lead as stored. */
export interface NewLead {
  id: string
  externalId: string
  leadId: string
  day: string
  stage: string
  status: string
  value: string | null
  currency: string | null
  base: { value: string; rate: string; rateDate: string } | null
  /** The rate is the source's own: another one is a change. */
  isRateGiven: boolean
}

/** Whose rows they are. */
export interface LeadPlace {
  clientId: string
  sourceId: string
  sourceSystem: string
}

/** A row that went or came. */
export interface MovedLead {
  externalId: string
  day: string
}

const GIVEN = `given as materialized (
  select * from jsonb_to_recordset($2::text::jsonb) as g("externalId" text, id uuid, "leadId" text, day date, stage text, status text,
    value numeric(24, 4), currency text, "baseValue" numeric, rate numeric, "rateDate" date, "isRateGiven" boolean))`

/** Moves rows that differ from what is given, or are not wanted any more, to the history; stores what is given. */
export async function replaceLeads(
  tx: TenantTx,
  place: LeadPlace,
  leads: readonly NewLead[],
  deleted: readonly string[],
): Promise<{ gone: MovedLead[]; came: MovedLead[] }> {
  const given = leads.map(({ base, ...lead }) => ({
    ...lead,
    baseValue: base?.value,
    rate: base?.rate,
    rateDate: base?.rateDate,
  }))
  const emptied = deleted.map((externalId) => ({ externalId }))
  preferLookups(tx)
  const retiring = tx.sql.unsafe<MovedLead[]>(
    `with ${GIVEN},
     gone as (delete from lead_events e using given g
       where e.tenant_id = $1::uuid and e.source_id = $3::uuid and e.external_id = g."externalId"
         and ((e.client_id, e.lead_id, e.event_date, e.stage, e.status, e.value, e.currency)
             is distinct from ($4::uuid, g."leadId", g.day, g.stage, g.status, g.value, g.currency)
           or (g."isRateGiven" and (e.rate, e.rate_date) is distinct from (g.rate, g."rateDate")))
       returning e.*),
     kept as (insert into fact_history (tenant_id, id, relation, row_key, to_seq, row, at)
       select $1::uuid, gen_random_uuid(), 'lead_events', g.id::text, h.seq + 1, to_jsonb(g), now()
       from gone g join tenant_heads h on h.tenant_id = $1::uuid)
     select external_id as "externalId", event_date::text as day from gone`,
    [tx.tenantId, storableJson([...given, ...emptied]), place.sourceId, place.clientId],
  )
  preferNothing(tx)
  // Sent together; the connection carries them out in this order.
  const [gone, came] = await Promise.all([retiring, insertLeads(tx, place, given)])
  return { gone, came }
}

/** Of these changes of a source, those that are stored. */
export async function listStoredLeads(
  tx: TenantTx,
  sourceId: string,
  externalIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ name: string }[]>`
    select external_id as name from lead_events where tenant_id = ${tx.tenantId} and source_id = ${sourceId}::uuid
      and external_id in (select jsonb_array_elements_text(${storableJson(externalIds)}::text::jsonb))`
  return new Set(rows.map(({ name }) => name))
}

function insertLeads(tx: TenantTx, place: LeadPlace, given: readonly object[]): Promise<MovedLead[]> {
  return tx.sql.unsafe<MovedLead[]>(
    `with ${GIVEN},
     ins as (insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage, status,
         value, currency, base_value, rate, rate_date)
       select $1::uuid, id, $4::uuid, $3::uuid, $5::text, "externalId", "leadId", day, stage, status, value, currency, "baseValue", rate,
         "rateDate" from given
       on conflict do nothing returning external_id, event_date)
     select external_id as "externalId", event_date::text as day from ins`,
    [tx.tenantId, storableJson(given), place.sourceId, place.clientId, place.sourceSystem],
  )
}
