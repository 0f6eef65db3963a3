import { and, eq, sql } from 'drizzle-orm'
import { ERASED_ARTIST, ERASED_WORDS } from '../../contracts/personal.ts'
import { timeOff } from '../../db/schema/availability.ts'
import { artists } from '../../db/schema/bookings.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Takes everything personal out of the row of an artist, and the reasons out of its time off. */
export async function blankArtist(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.db
    .update(artists)
    .set({
      ...{ name: ERASED_ARTIST, headline: null, skills: [], memberId: null },
      ...{ rateAmount: null, rateCurrency: null, ratePer: null },
      portfolio: { items: [], removed: [] },
      erasedAt: at.toISOString(),
      version: sql`${artists.version} + 1`,
    })
    .where(and(eq(artists.tenantId, tx.tenantId), eq(artists.id, id)))
  await tx.db
    .update(timeOff)
    .set({ title: ERASED_WORDS })
    .where(and(eq(timeOff.tenantId, tx.tenantId), eq(timeOff.artistId, id)))
}

/** Takes the contents of events about an artist that have words in the open, from before they were sealed; the chain goes on over their heads. */
export async function dropOpenBodies(tx: TenantTx, id: string): Promise<void> {
  await tx.sql`
    delete from event_bodies b using events e
    where b.tenant_id = ${tx.tenantId} and e.tenant_id = b.tenant_id and e.seq = b.seq and e.subject = ${`artist:${id}`}
      and b.body ~ '"(name|artistName|headline|title|host)":"'`
}

/** Nouns of what somebody is told of with the name of an artist in it. */
const TOLD = `split_part(subject, ':', 1) in ('artist', 'booking', 'project')`

/** Puts the neutral name in the place of a name, as a word of its own, in what people were told. */
export async function blankNotices(tx: TenantTx, name: string): Promise<void> {
  const word = `(?<![[:alnum:]])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![[:alnum:]])`
  const values = [tx.tenantId, word, ERASED_ARTIST]
  await tx.sql.unsafe(
    `update notifications set title = regexp_replace(title, $2::text, $3::text, 'g'), body = regexp_replace(body, $2::text, $3::text, 'g')
     where tenant_id = $1::uuid and ${TOLD} and (title ~ $2::text or body ~ $2::text)`,
    values,
  )
  await tx.sql.unsafe(
    `update notification_preferences set muted = (
       select coalesce(jsonb_agg(jsonb_set(m.one, '{title}', to_jsonb(regexp_replace(m.one ->> 'title', $2::text, $3::text, 'g'))) order by m.at), '[]')
       from jsonb_array_elements(muted) with ordinality as m (one, at))
     where tenant_id = $1::uuid and exists (select from jsonb_array_elements(muted) m where m ->> 'title' ~ $2::text)`,
    values,
  )
}

/** Puts the neutral name in the place of words in the answers that are kept for calls that come again. */
export async function blankAnswers(tx: TenantTx, words: string): Promise<void> {
  const [was, is] = [JSON.stringify(words), JSON.stringify(ERASED_ARTIST)]
  await tx.sql`
    update commands set response = replace(response, ${was}, ${is})
    where tenant_id = ${tx.tenantId} and position(${was}::text in response) > 0`
}

/** Leaves of kept answers that are the artist itself, a work of its portfolio or a time off, only which one it is. */
export async function cutOwnAnswers(tx: TenantTx, id: string): Promise<void> {
  await tx.sql`
    with own (id) as (
      select ${id}::text
      union all select p ->> 'id' from artists a, jsonb_path_query(a.portfolio, '$.items[*]') p
        where a.tenant_id = ${tx.tenantId} and a.id = ${id}::uuid
      union all select p -> 'item' ->> 'id' from artists a, jsonb_path_query(a.portfolio, '$.removed[*]') p
        where a.tenant_id = ${tx.tenantId} and a.id = ${id}::uuid
      union all select t.id::text from time_off t where t.tenant_id = ${tx.tenantId} and t.artist_id = ${id}::uuid)
    update commands c set response = jsonb_build_object('id', own.id)::text
    from own where c.tenant_id = ${tx.tenantId} and position(own.id in c.response) > 0 and c.response::jsonb ->> 'id' = own.id`
}
