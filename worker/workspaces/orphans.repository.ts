import { lte, type SQL, sql } from 'drizzle-orm'
import { roleNames } from '../../contracts/permissions.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { orphanChecks, orphans } from '../../db/d1/security.ts'

/** Something whose person or workspace is not there. */
export interface Orphan {
  kind: string
  subject: string
}

/** Listed of one question at most, and of a whole check. */
const LISTED_MAX = 200
const STORED_MAX = 2000

/** Columns that name a workspace. What stays under the id of one that is gone stands in `kept` with its reason. */
export const workspaceColumns = {
  looked: [
    'member.organization_id',
    'invitation.organization_id',
    'workspace_roles.tenant_id',
    'ownership_offers.tenant_id',
    'api_keys.tenant_id',
    'sso_providers.tenant_id',
    'sso_domains.tenant_id',
    'job_listings.tenant_id',
    'profile_cards.tenant_id',
    'profile_links.tenant_id',
    'profile_links.profile_tenant_id',
    'saved_searches.tenant_id',
  ],
  kept: {
    'workspace_deletions.tenant_id': 'the proof of the deletion',
    'restores.tenant_id': 'how far it came, shown to who asked',
    'support_grants.tenant_id': 'whom an owner let in, and until when',
    'd1_outbox.tenant_id': 'word that was sent, dropped after a week',
    'security_log.tenant_id': 'what happened, dropped after 90 days',
    'timetable.tenant_id': 'an index that is made anew',
    'saved_jobs.tenant_id': 'a note of the person, who may keep it',
    'sent_applications.tenant_id': 'a note of the person, who may keep it',
    'session.active_organization_id': 'a choice, not a right',
  },
} as const

/** Columns that name a person; as above. */
export const personColumns = {
  looked: [
    'session.user_id',
    'account.user_id',
    'passkey.user_id',
    'two_factor.user_id',
    'member.user_id',
    'invitation.inviter_id',
    'ownership_offers.from_id',
    'ownership_offers.to_id',
    'api_keys.sponsor_id',
    'security_log.person_id',
    'support_staff.person_id',
    'profile_cards.person_id',
    'profile_links.person_id',
    'saved_jobs.person_id',
    'saved_searches.person_id',
    'sent_applications.person_id',
  ],
  kept: {
    'person_keys.owner_id':
      'made for whom the log names, also before they have an account and for what is no account',
    'erasures.person_id': 'the proof of the erasure',
    'workspace_deletions.requested_by': 'the proof of the deletion',
    'restores.requested_by': 'who asked, by id',
    'support_grants.granted_by': 'who let somebody in, by id',
  },
} as const

const parts = (column: string) => {
  const [table = '', name = ''] = column.split('.')
  return { table, column: sql.raw(name), from: sql.raw(table) }
}

/** Each question gives the subjects of one kind. */
function questions(now: Date): { kind: string; subjects: SQL }[] {
  const yesterday = now.getTime() - 24 * 60 * 60 * 1000
  const builtIn = sql`(select value from json_each(${JSON.stringify(Object.keys(roleNames))}))`
  const settled = sql`t.state in ('active', 'suspended') and t.created_at < ${yesterday}`
  return [
    {
      kind: 'workspace_without_organization',
      subjects: sql`select 'workspace:' || t.id as subject from tenants t
        where t.state in ('provisioning', 'active', 'suspended') and not exists (select 1 from organization o where o.id = t.id)`,
    },
    {
      kind: 'organization_without_workspace',
      subjects: sql`select 'workspace:' || o.id as subject from organization o
        where not exists (select 1 from tenants t where t.id = o.id and t.state <> 'deleted')`,
    },
    {
      kind: 'workspace_without_owner',
      subjects: sql`select 'workspace:' || t.id as subject from tenants t where ${settled}
        and not exists (select 1 from member m where m.organization_id = t.id and m.role = 'owner')`,
    },
    {
      kind: 'member_with_lost_role',
      subjects: sql`select 'person:' || m.user_id as subject from member m where m.role not in ${builtIn}
        and not exists (select 1 from workspace_roles r where r.id = m.role and r.tenant_id = m.organization_id)`,
    },
    {
      kind: 'person_without_workspace',
      subjects: sql`select 'person:' || u.id as subject from user u where u.created_at < ${yesterday}
        and not exists (select 1 from member m where m.user_id = u.id)
        and not exists (select 1 from invitation i where i.email = u.email and i.status = 'pending')
        and not exists (select 1 from support_staff s where s.person_id = u.id)`,
    },
    ...workspaceColumns.looked.map((name) => {
      const { table, column, from } = parts(name)
      return {
        kind: 'row_without_workspace',
        subjects: sql`select distinct ${`${table}:`} || x.${column} as subject from ${from} x
          where x.${column} not in (select id from tenants where state <> 'deleted')`,
      }
    }),
    ...personColumns.looked.map((name) => {
      const { table, column, from } = parts(name)
      return {
        kind: 'row_without_person',
        subjects: sql`select distinct ${`${table}:`} || x.${column} as subject from ${from} x
          where x.${column} not in (select id from user) and x.${column} not in (select person_id from erasures)`,
      }
    }),
  ]
}

/** What the directory itself shows: rows without their person or workspace, and people in none. */
export async function listStrayRows(db: ControlDb, now: Date): Promise<Orphan[]> {
  const found: Orphan[] = []
  for (const { kind, subjects } of questions(now)) {
    const rows = await db.all<{ subject: string }>(sql`${subjects} limit ${LISTED_MAX}`)
    found.push(...rows.map(({ subject }) => ({ kind, subject })))
  }
  return found
}

/** Which of these ids are no workspace that is there. */
export async function unknownWorkspaces(db: ControlDb, ids: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`select value as id from json_each(${JSON.stringify(ids)})
    where value not in (select id from tenants where state <> 'deleted')`)
  return rows.map(({ id }) => id)
}

/** Workspaces that are there for more than a day. */
export async function settledWorkspaces(db: ControlDb, before: Date): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select id from tenants where state = 'active' and created_at < ${before.getTime()}`,
  )
  return rows.map(({ id }) => id)
}

/** What the log of a workspace says of its people, held against the directory. */
export async function listStrayMembers(
  db: ControlDb,
  tenantId: string,
  said: { joined: readonly string[]; gone: readonly string[] },
): Promise<Orphan[]> {
  const members = sql`(select user_id from member where organization_id = ${tenantId})`
  const rows = await db.all<Orphan>(sql`
    select 'member_lost' as kind, 'person:' || value as subject from json_each(${JSON.stringify(said.joined)})
      where value not in ${members} and value not in (select person_id from erasures)
    union all
    select 'member_back' as kind, 'person:' || value as subject from json_each(${JSON.stringify(said.gone)})
      where value in ${members}
    limit ${LISTED_MAX}`)
  return rows.map(({ kind, subject }) => ({ kind, subject }))
}

/** Begins a check unless one began since; of several who try at once one does. */
export async function beginCheck(db: ControlDb, scope: string, now: Date, since: Date): Promise<boolean> {
  const began = await db
    .insert(orphanChecks)
    .values({ scope, checkedAt: now })
    .onConflictDoUpdate({
      target: orphanChecks.scope,
      set: { checkedAt: now, found: null },
      setWhere: lte(orphanChecks.checkedAt, since),
    })
    .returning({ scope: orphanChecks.scope })
  return began.length > 0
}

/** What stands now in a scope, in the place of what stood; what was there before keeps its day. */
export async function storeFound(
  db: ControlDb,
  scope: string,
  found: readonly Orphan[],
  now: Date,
): Promise<void> {
  const list = JSON.stringify(found.slice(0, STORED_MAX))
  const listed = sql`(select json_extract(value, '$.kind') || ' ' || json_extract(value, '$.subject') from json_each(${list}))`
  await db.batch([
    db.delete(orphans).where(sql`scope = ${scope} and kind || ' ' || subject not in ${listed}`),
    db
      .insert(orphans)
      .select(
        sql`select ${scope}, json_extract(value, '$.kind'), json_extract(value, '$.subject'), ${now.getTime()} from json_each(${list}) where true`,
      )
      .onConflictDoNothing(),
    db
      .insert(orphanChecks)
      .values({ scope, checkedAt: now, found: found.length })
      .onConflictDoUpdate({ target: orphanChecks.scope, set: { checkedAt: now, found: found.length } }),
  ])
}
