import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as board from '../../db/d1/board.ts'
import * as directory from '../../db/d1/directory.ts'
import * as identity from '../../db/d1/identity.ts'
import * as privacy from '../../db/d1/privacy.ts'
import * as security from '../../db/d1/security.ts'
import * as sso from '../../db/d1/sso.ts'
import * as tokens from '../../db/d1/tokens.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { confirmed, joinedBy } from '../edge/testing/site.ts'
import { placesOf } from '../tenant/files.ts'
import { HEADS_FOLDER } from '../tenant/heads.ts'
import type { Retention } from '../tenant/retention.ts'
import { personColumns, workspaceColumns } from './orphans.repository.ts'
import { lookForOrphans } from './orphans.service.ts'
import { sweepOutbox } from './outbox.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const start = Date.now()
let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const heard: unknown[] = []
const log = { info: () => undefined, error: (name: string) => void heard.push(name) }
let days = 1
/** The check of the next day; gives what stands of something afterwards. */
async function nextDay(subjects: string[]) {
  days += 1
  const now = new Date(start + days * DAY_MS)
  await lookForOrphans({ binding: bindings.DB, log, now }, placesOf(bindings))
  return standing(subjects)
}

async function standing(subjects: string[], scope = 'directory') {
  const { results } = await bindings.DB.prepare(
    'select kind, subject from orphans where scope = ? and subject in (select value from json_each(?)) order by kind, subject',
  )
    .bind(scope, JSON.stringify(subjects))
    .all<{ kind: string; subject: string }>()
  return results.map(({ kind, subject }) => `${kind} ${subject}`)
}

const run = (statement: string, ...values: unknown[]) =>
  bindings.DB.prepare(statement)
    .bind(...values)
    .run()

/** The night of a workspace, some hours after what happened in it. */
const nightOf = (of: Home) =>
  of.inside(async (tenant, object) => {
    const { now } = tenant.deps
    tenant.deps.now = () => new Date(now().getTime() + 2 * HOUR_MS)
    // The object keeps its parts to itself; the night is reached through it.
    const { retention } = object as unknown as { retention: Retention }
    await retention.runTimer({ name: 'retention', payload: '' })
    tenant.deps.now = now
  })

describe('what belongs to nobody', () => {
  it('[F40] [AC174] is listed: rows without their person or workspace, and people in none', async () => {
    const loner = await confirmed(home.site)
    const { person } = await loner.browser.me()
    const gone = crypto.randomUUID()
    await run('update user set created_at = ? where id = ?', start - DAY_MS, person.id)
    await run(
      `insert into api_keys (id, tenant_id, name, start, hash, scopes, sponsor_id, created_at) values (?, ?, 'till', 'ork_', ?, '[]', ?, 0)`,
      gone,
      gone,
      gone,
      gone,
    )
    const subjects = [`person:${person.id}`, `api_keys:${gone}`]
    const found = [
      `person_without_workspace person:${person.id}`,
      `row_without_person api_keys:${gone}`,
      `row_without_workspace api_keys:${gone}`,
    ]
    expect(await nextDay(subjects)).toEqual(found)
    expect(heard).toContain('orphans_found')
    // What stood keeps its first day; what was put right goes from the list.
    await run('delete from api_keys where id = ?', gone)
    const first = await bindings.DB.prepare('select since from orphans where subject = ?')
      .bind(`person:${person.id}`)
      .first<{ since: number }>()
    expect(await nextDay(subjects)).toEqual(found.slice(0, 1))
    const second = await bindings.DB.prepare('select since from orphans where subject = ?')
      .bind(`person:${person.id}`)
      .first<{ since: number }>()
    expect(second).toEqual(first)
  })

  it('[F40] [AC174] is listed: a workspace that the directory forgot, by its files, and one that has lost its owner, role or organization', async () => {
    const [lost, torn] = [await Home.open(home.site), await Home.open(home.site)]
    await run(
      'update tenants set created_at = ? where id in (?, ?)',
      start - DAY_MS,
      lost.tenantId,
      torn.tenantId,
    )
    for (const { tenantId } of [lost, torn])
      await bindings.FILES.put(`${HEADS_FOLDER}/${tenantId}/log.json`, '{}')
    const member = await confirmed(home.site)
    const personId = await joinedBy(torn.site, torn.browser, torn.tenantId, member, 'viewer')
    const subjects = [
      `heads/${lost.tenantId}`,
      `workspace:${lost.tenantId}`,
      `workspace:${torn.tenantId}`,
      `person:${personId}`,
    ]
    expect(await nextDay(subjects)).toEqual([])

    await run('delete from tenants where id = ?', lost.tenantId)
    await run('update member set role = ? where user_id = ?', crypto.randomUUID(), personId)
    await run(`update member set role = 'admin' where organization_id = ? and role = 'owner'`, torn.tenantId)
    expect(await nextDay(subjects)).toEqual([
      `files_without_workspace heads/${lost.tenantId}`,
      `member_with_lost_role person:${personId}`,
      `organization_without_workspace workspace:${lost.tenantId}`,
      `workspace_without_owner workspace:${torn.tenantId}`,
    ])
    await bindings.FILES.delete(`${HEADS_FOLDER}/${lost.tenantId}/log.json`)
    await run('delete from organization where id in (?, ?)', lost.tenantId, torn.tenantId)
    expect(await nextDay(subjects)).toEqual([
      `person_without_workspace person:${personId}`,
      `workspace_without_organization workspace:${torn.tenantId}`,
      `workspace_without_owner workspace:${torn.tenantId}`,
    ])
    await run(`update tenants set state = 'deleted' where id = ?`, torn.tenantId)
  })

  it('[F40] [AC174] is listed: a workspace that was deleted, and is back in the directory', async () => {
    const back = await Home.open(home.site)
    await run('update tenants set created_at = ? where id = ?', start - DAY_MS, back.tenantId)
    await back.stub.wipe()
    const subjects = [`workspace:${back.tenantId}`]
    expect(await nextDay(subjects)).toEqual([`workspace_without_files workspace:${back.tenantId}`])
    await run(`update tenants set state = 'deleted' where id = ?`, back.tenantId)
  })

  it('[AC174] is looked for once a day, by one of all who try', async () => {
    const subject = `api_keys:${crypto.randomUUID()}`
    days += 1
    const now = new Date(start + days * DAY_MS)
    const look = (at: Date) => lookForOrphans({ binding: bindings.DB, log, now: at }, placesOf(bindings))
    await Promise.all([look(now), look(now)])
    const id = subject.slice('api_keys:'.length)
    await run(
      `insert into api_keys (id, tenant_id, name, start, hash, scopes, sponsor_id, created_at) values (?, ?, 'till', 'ork_', ?, '[]', ?, 0)`,
      id,
      id,
      id,
      id,
    )
    await look(new Date(now.getTime() + DAY_MS - 1))
    expect(await standing([subject])).toEqual([])
    expect((await nextDay([subject])).length).toBe(2)
    await run('delete from api_keys where id = ?', id)
  })

  it('[F40] [AC175] is told by the log of a workspace: who joined and is no member, and who was removed and is one again', async () => {
    const own = await Home.open(home.site)
    const [joined, removed, erased, stays] = await Promise.all(
      [0, 1, 2, 3].map(async () => {
        const guest = await confirmed(own.site)
        return joinedBy(own.site, own.browser, own.tenantId, guest, 'viewer')
      }),
    )
    const before = await bindings.DB.prepare('select * from member where user_id = ?').bind(removed).first()
    await own.call('DELETE', `/api/v1/members/${removed}`)
    await sweepOutbox(own.site.edge.deps)
    const subjects = [joined, removed, erased, stays].map((id) => `person:${id}`)
    await nightOf(own)
    expect(await standing(subjects, own.tenantId)).toEqual([])

    // The directory as it was before one joined and another was removed.
    await run('delete from member where user_id in (?, ?)', joined, erased)
    await run(
      `insert into erasures (person_id, request_id, erased_at, removed) values (?, ?, 0, '{}')`,
      erased,
      crypto.randomUUID(),
    )
    const columns = Object.keys(before ?? {})
    await run(
      `insert into member (${columns}) values (${columns.map(() => '?')})`,
      ...Object.values(before ?? {}),
    )
    await nightOf(own)
    expect(await standing(subjects, own.tenantId)).toEqual([
      `member_back person:${removed}`,
      `member_lost person:${joined}`,
    ])
    await own.close()
  })

  it('[AC174] knows every column of the control plane that names a person or a workspace', () => {
    const tables = Object.values({
      ...identity,
      ...directory,
      ...tokens,
      ...security,
      ...privacy,
      ...board,
      ...sso,
    })
      .filter((table) => is(table, SQLiteTable))
      .map(getTableConfig)
    const named = (pattern: RegExp) =>
      tables
        .flatMap(({ name, columns }) => columns.map((column) => ({ table: name, column: column.name })))
        .filter(({ column }) => pattern.test(column))
        .map(({ table, column }) => `${table}.${column}`)
        .sort()
    const listed = ({ looked, kept }: { looked: readonly string[]; kept: object }) =>
      [...looked, ...Object.keys(kept)].sort()
    expect(listed(personColumns)).toEqual(
      named(/^(user_id|person_id|owner_id|inviter_id|from_id|to_id|sponsor_id|requested_by|granted_by)$/),
    )
    expect(listed(workspaceColumns)).toEqual(named(/(^|_)(tenant_id|organization_id)$/))
  })
})
