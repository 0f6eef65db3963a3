import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BackupManifest, BackupView } from '../../contracts/backups.ts'
import { CHAIN_START, type ChainLink, followChain, sha256Of } from '../../contracts/chain.ts'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { inTenant } from '../../db/tenant-tx.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { onePixel } from '../edge/testing/pictures.ts'
import { secretTo } from '../edge/testing/site.ts'
import { BACKUP_TIMERS, BACKUPS_FOLDER, DAILY_TIMER } from '../tenant/backups.ts'
import { findBackup, manifestOf, readBackups, startBackup } from './service.ts'
import { copiedNames, leftOutTables } from './tables.repository.ts'

const PATH = '/api/v1/backups'
const ORIGIN = 'http://127.0.0.1:8787'
const FILE = `day,item,n\n${Array.from({ length: 40 }, (_, i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')},i${i},${i}.25`).join('\n')}\n`
const MAPPING = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}

const bookedDays = { from: '2027-05-03', to: '2027-05-04' }

let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
  await home.bring(FILE, MAPPING)
  const artist = await home.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Ada' })
  await home.call('POST', '/api/v1/bookings', { artistId: artist.data.id, title: 'Lisbon', days: bookedDays })
})
afterAll(async () => {
  queue.release()
  await home.close()
})

/** Lets the backup timers that are due run, as the alarm does, until none is left or so many ran. */
const runTimers = (of = home, most = 50, laterMs = 60_000) =>
  of.inside(async (tenant, object) => {
    const { backups } = object as unknown as { backups: { runTimer(timer: object): Promise<void> } }
    for (let ran = 0; ran < most; ran += 1) {
      const [timer] = tenant.storage.sql
        .exec<{ name: string; payload: string }>(
          `select name, payload from timers where name like '${BACKUP_TIMERS}%' and due_at <= ? order by due_at limit 1`,
          Date.now() + laterMs,
        )
        .toArray()
      if (timer === undefined) return ran
      await tenant.agenda.remove(timer.name)
      await backups.runTimer(timer)
    }
    return most
  })
const listed = async (of = home) => of.get<BackupView[]>(PATH)
const newest = async (of = home) => BackupView.strict().parse((await listed(of)).data[0])
const exported = async (of = home) => {
  const started = await of.call<BackupView>('POST', PATH)
  expect(started.status).toBe(202)
  return settled(of, isEnded)
}
/** The newest copy once it is as wanted; the object's own alarm may be at it as well. */
const settled = async (of: Home, isSettled: (backup: BackupView) => boolean) => {
  for (let tries = 0; tries < 200; tries += 1) {
    await runTimers(of)
    const backup = await newest(of)
    if (isSettled(backup)) return backup
  }
  throw new Error('the copy did not settle')
}
const isEnded = ({ status }: BackupView) => status !== 'running'
const isProved = ({ proof }: BackupView) => proof !== null
const placeOf = (backup: BackupView, no: number, of = home) =>
  `${BACKUPS_FOLDER}/${of.tenantId}/${backup.id}/${no}`

/** Files of a tar by name. */
function untar(bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const text = (from: number, to: number) =>
    new TextDecoder().decode(bytes.subarray(from, to)).replace(/\0.*$/s, '')
  for (let at = 0; bytes[at] !== 0 && at < bytes.length; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8)
    files.set(text(at, at + 100), bytes.subarray(at + 512, at + 512 + size))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
const gunzipped = async (bytes: Uint8Array) =>
  new Response(
    new Response(bytes as Uint8Array<ArrayBuffer>).body?.pipeThrough(new DecompressionStream('gzip')),
  ).text()

describe('a download after an artist was erased', () => {
  it('[SN62] holds no word of them, and says how many rows it has all the same', async () => {
    const own = await Home.open(home.site)
    const said = {
      name: 'Zdenka Quillfeather',
      headline: 'Puppeteer',
      skills: [{ name: 'Moonmask', level: 2 }],
    }
    const artist = await own.call<{ id: string }>('POST', '/api/v1/artists', said)
    const path = `/api/v1/artists/${artist.data.id}`
    await own.call('POST', '/api/v1/bookings', {
      artistId: artist.data.id,
      title: 'Lisbon',
      days: bookedDays,
    })
    const erased = await own.call('POST', `${path}/erase`, { name: said.name }, { 'if-match': '1' })
    expect(erased.status).toBe(200)
    const backup = await exported(own)
    const link = `/api/v1/downloads/${own.tenantId}/backups/${backup.id}`
    const answer = await own.raw('GET', link)
    const files = untar(new Uint8Array(await answer.arrayBuffer()))
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['artists.ndjson.gz', 'artist_keys.ndjson.gz', 'event_bodies.ndjson.gz']),
    )
    for (const [name, bytes] of files) {
      const text = name.endsWith('.gz') ? await gunzipped(bytes) : new TextDecoder().decode(bytes)
      expect([name, /Zdenka|Quillfeather|Puppeteer|Moonmask/i.exec(text)]).toEqual([name, null])
    }
    await own.close()
  })
})

describe('a copy', () => {
  it('[SN1] [NT6] holds every table but those that are left out', async () => {
    const found = await home.rows<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity`,
    )
    expect(found.map(({ name }) => name).sort()).toEqual([...copiedNames, ...leftOutTables].sort())
  })

  it('[SN5] [SN8] is read back before it is good, and comes out as a tar with counts and hashes', async () => {
    const backup = await exported()
    expect(backup).toMatchObject({ kind: 'export', status: 'done', isOneState: true, problem: null })
    expect(backup.rows).toBeGreaterThan(50)
    const link = `/api/v1/downloads/${home.tenantId}/backups/${backup.id}`
    const answer = await home.site.edge.fetch(
      new Request(`${ORIGIN}${link}`, { headers: { cookie: home.browser.cookie } }),
    )
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-tar'])
    const files = untar(new Uint8Array(await answer.arrayBuffer()))
    const manifest = BackupManifest.parse(JSON.parse(new TextDecoder().decode(files.get('manifest.json'))))
    for (const { table, rows, parts } of manifest.tables) {
      const packed = files.get(`${table}.ndjson.gz`)
      const text = packed === undefined ? '' : await gunzipped(packed)
      expect([table, text.split('\n').length - 1]).toEqual([table, rows])
      if (parts.length === 1) expect(await sha256Of(text)).toBe(parts[0]?.sha256)
      expect(text).not.toContain('sealed_tokens')
    }
    const values = manifest.tables.find(({ table }) => table === 'custom_metrics')
    expect(values?.rows).toBe(40)
  })

  it('[SN54] [SN55] comes out with who belongs to the workspace, without a secret, and with files that are no rows', async () => {
    const key = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
      ...{ name: 'Till', scopes: ['backups.read', 'backups.manage', 'metrics.read'] },
    })
    const invited = `guest@${crypto.randomUUID()}.example`
    await home.call('POST', '/api/v1/invitations', { emails: [invited], role: 'viewer' })
    const token = await secretTo(home.site, invited)
    await home.call('POST', '/api/v1/roles', { name: 'Booker', permissions: ['workspace.read'] })
    const [artist] = (await home.get<{ id: string }[]>('/api/v1/artists')).data
    const picture = onePixel()
    const work = await home.call<{ id: string }>(
      'POST',
      `/api/v1/portfolio-files/artists/${artist?.id}?title=Mural`,
      picture,
    )
    expect(work.status).toBe(201)
    const backup = await exported()
    const path = `${PATH}/${backup.id}/download`
    const taken = async (headers = {}) =>
      untar(new Uint8Array(await (await home.raw('GET', path, undefined, headers)).arrayBuffer()))
    const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
    const files = await taken()
    const manifest = BackupManifest.parse(JSON.parse(text(files.get('manifest.json'))))
    const told = manifest.people.map(({ file, rows }) => [file, rows])
    expect(told.slice(0, 1).concat(told.slice(2))).toEqual([
      ['people/members.ndjson', 1],
      ['people/keys.ndjson', 1],
      ['people/invitations.ndjson', 1],
    ])
    for (const { file, rows, sha256 } of manifest.people) {
      const lines = text(files.get(file))
      expect([file, lines.split('\n').length - 1, await sha256Of(lines)]).toEqual([file, rows, sha256])
      for (const secret of [key.data.secret, await sha256Of(key.data.secret), token, await sha256Of(token)])
        expect([file, lines.includes(secret)]).toEqual([file, false])
    }
    const { person } = await home.browser.me()
    expect(text(files.get('people/members.ndjson'))).toContain(person.email)
    expect(text(files.get('people/roles.ndjson'))).toContain('Booker')
    expect(text(files.get('people/invitations.ndjson'))).toContain(invited)
    // The copy itself names nobody, so that erasing somebody has nothing to look for in it.
    for (const { table } of manifest.tables) {
      const packed = files.get(`${table}.ndjson.gz`)
      expect([table, packed !== undefined && (await gunzipped(packed)).includes(person.email)]).toEqual([
        table,
        false,
      ])
    }
    const list = JSON.parse(text(files.get('files.json'))) as { file: string; sha256: string }[]
    const stored = `portfolio/artists/${artist?.id}/${work.data.id}/file`
    expect(list.map(({ file }) => file)).toEqual([stored])
    expect(await sha256Of(files.get(stored) ?? '')).toBe(list[0]?.sha256)
    // A program may take copies, and no list that it may not read.
    const byKey = await taken({ cookie: '', 'x-api-key': key.data.secret })
    expect([...byKey.keys()].filter((name) => name.startsWith('people/'))).toEqual([])
  })

  it('[SN8] comes out for a signed-in owner of the workspace only', async () => {
    const backup = await newest()
    const link = `${ORIGIN}/api/v1/downloads/${home.tenantId}/backups/${backup.id}`
    const stranger = await Home.open(home.site)
    expect((await home.site.edge.fetch(new Request(link))).status).toBe(401)
    const headers = { cookie: stranger.browser.cookie }
    expect((await home.site.edge.fetch(new Request(link, { headers }))).status).toBe(404)
    const own = `${ORIGIN}/api/v1/downloads/${stranger.tenantId}/backups/${backup.id}`
    expect((await home.site.edge.fetch(new Request(own, { headers }))).status).toBe(404)
  })

  it('[SN2] [SN5] that was damaged in the bucket is found out', async () => {
    const other = await Home.open(home.site)
    const backup = await exported(other)
    const place = placeOf(backup, 1, other)
    const stored = new Uint8Array((await (await bindings.BACKUPS_EU.get(place))?.arrayBuffer()) ?? [])
    expect(new TextDecoder().decode(stored)).not.toContain('time_zone')
    await bindings.BACKUPS_EU.put(place, stored.with(30, (stored[30] ?? 0) ^ 1))
    await other.call('POST', `${PATH}/${backup.id}/proof`)
    expect(await settled(other, isProved)).toMatchObject({
      proof: { isGood: false },
      problem: 'it could not be restored',
    })
  })

  it('[SN5] that was stopped goes on where it was', async () => {
    const other = await Home.open(home.site)
    // The row says where the run is; the timer is what is lost.
    const by = {
      id: crypto.randomUUID(),
      kind: 'export' as const,
      by: 'person:p',
      keyId: '1',
      at: new Date(),
    }
    await other.inside(async (tenant, object) => {
      await tenant.write(tenant.commands, (tx) => startBackup(tx, by))
      const { backups } = object as unknown as { backups: { restore(): Promise<void> } }
      await backups.restore()
    })
    expect(await settled(other, isEnded)).toMatchObject({ id: by.id, status: 'done', problem: null })
    const second = await other.call('POST', PATH)
    const third = await other.call('POST', PATH)
    expect([second.status, third.status, third.error.code]).toEqual([202, 409, 'conflict'])
  })
})

describe('the region of a workspace', () => {
  const buckets = [
    bindings.FILES,
    bindings.BACKUPS_EU,
    bindings.BACKUPS_US,
    bindings.BACKUPS_APAC,
    bindings.BACKUPS_OCE,
  ]
  const filesOf = (tenantId: string) =>
    Promise.all(
      buckets.map(
        async (bucket) =>
          (await bucket.list({ prefix: `${BACKUPS_FOLDER}/${tenantId}/` })).objects.length > 0,
      ),
    )
  const slug = () => `south-${crypto.randomUUID().slice(0, 8)}`

  it('[SN58] is where its copies lie, are read, proved and deleted, and what is made of one reads it there', async () => {
    const asked = { name: 'South', slug: slug(), region: 'oce' }
    const south = home.in((await home.call<{ id: string }>('POST', '/api/v1/workspaces', asked)).data.id)
    await south.call('POST', '/api/v1/clients', { name: 'Southern' })
    const backup = await exported(south)
    expect(backup.status).toBe('done')
    expect(await filesOf(south.tenantId)).toEqual([false, false, false, false, true])

    await south.call('POST', `${PATH}/${backup.id}/proof`)
    expect(await settled(south, isProved)).toMatchObject({ proof: { isGood: true } })
    const download = await south.raw('GET', `${PATH}/${backup.id}/download`)
    expect(download.status).toBe(200)
    expect((await download.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    const copy = await home.call<{ tenantId: string; finishedAt: string | null }>(
      'POST',
      `/api/v1/workspaces/${south.tenantId}/restores`,
      { backupId: backup.id, name: 'South again', slug: slug() },
      { 'x-tenant-id': south.tenantId },
    )
    expect(copy.data.finishedAt).not.toBeNull()
    const clients = await home.in(copy.data.tenantId).get<{ name: string }[]>('/api/v1/clients')
    expect(clients.data.map(({ name }) => name)).toContain('Southern')

    await south.stub.wipe()
    expect(await filesOf(south.tenantId)).toEqual([false, false, false, false, false])
    await south.close()
  })
})

describe('a proof', () => {
  it('[SN6] [SN7] restores every row into a workspace made for it, compares, and leaves nothing', async () => {
    const backup = await newest()
    const asked = await home.call('POST', `${PATH}/${backup.id}/proof`)
    expect(asked.status).toBe(202)
    expect(await settled(home, isProved)).toMatchObject({ proof: { isGood: true }, problem: null })
    const stored = await home.rows<{ scratch: string | null }>(
      'select scratch_id::text as scratch from backups where tenant_id = $1',
    )
    expect(stored.every(({ scratch }) => scratch === null)).toBe(true)
    expect((await home.call('POST', `${PATH}/${crypto.randomUUID()}/proof`)).status).toBe(404)
  })

  it('[SN6] sees a row that would not come back as it was, and clears what an earlier proof left', async () => {
    const other = await Home.open(home.site)
    const backup = await exported(other)
    const left = crypto.randomUUID()
    await other.inside(async (tenant) => {
      await tenant.write(tenant.commands, async (tx) =>
        ok(
          await tx.sql`
            update backups set scratch_id = ${left}::uuid,
              parts = (select jsonb_agg(case when p ->> 'table' = 'clients' then p || '{"sha256": "00"}' else p end)
                from jsonb_array_elements(parts) p)
            where tenant_id = ${tx.tenantId} and id = ${backup.id}`,
        ),
      )
    })
    await other.call('POST', `${PATH}/${backup.id}/proof`)
    expect((await settled(other, isProved)).proof).toMatchObject({ isGood: false })
  })

  it('[SN6] compares what stands there after restoring, not only what the files held', async () => {
    const backup = await newest()
    const scratch = TenantId.parse(crypto.randomUUID())
    const problem = await home.inside(async (tenant, object) => {
      const { backups } = object as unknown as {
        backups: { restoreInto(id: string, backup: object): Promise<string | null> }
      }
      await inTenant(tenant.loads, scratch, 'write', async (tx) =>
        ok(
          await tx.sql`insert into clients (tenant_id, id, name, external_id, created_at)
            values (${tx.tenantId}, '00000000-0000-7000-8000-000000000000', 'Nobody', 'nobody', now())`,
        ),
      )
      const whole = await tenant.read((tx) => findBackup(tx, backup.id))
      return whole && backups.restoreInto(scratch, whole)
    })
    expect(problem).toBe('rows of clients differ after restoring')
  })

  it('[SN7] gives a log that verifies', async () => {
    const backup = await newest()
    const links = await home.inside(async (tenant, object) => {
      const { backups } = object as unknown as {
        backups: { restoreInto(id: string, backup: object): Promise<string | null> }
      }
      const { findBackup } = await import('./service.ts')
      const { listLinks } = await import('../audit/repository.ts')
      const { inTenant } = await import('../../db/tenant-tx.ts')
      const { TenantId } = await import('../../contracts/ids.ts')
      const stored = await tenant.read((tx) => findBackup(tx, backup.id))
      const into = TenantId.parse(crypto.randomUUID())
      expect(stored === null ? 'gone' : await backups.restoreInto(into, stored)).toBeNull()
      const read = await inTenant<ChainLink[], never>(tenant.loads, into, 'read', async (tx) =>
        ok(await listLinks(tx, null, 0, 1000)),
      )
      return read.ok ? read.value : []
    })
    expect(links.length).toBeGreaterThan(3)
    expect((await followChain(CHAIN_START, links)).fault).toBeNull()
  })
})

describe('sample data', () => {
  it('[ON16] is in no copy, and everything else is', async () => {
    const fresh = await Home.open()
    expect((await fresh.call('POST', '/api/v1/sample-data')).status).toBe(201)
    await fresh.call('POST', '/api/v1/artists', { name: 'Ada' })
    const [shown] = await fresh.rows<{ n: number }>(
      'select count(*)::int as n from custom_metrics where tenant_id = $1',
    )
    expect(shown?.n).toBeGreaterThan(100)
    const backup = await exported(fresh)
    const { tables } = await fresh.inside(async (tenant) => {
      const whole = await tenant.read((tx) => findBackup(tx, backup.id))
      if (whole === null) throw new Error('no such copy')
      return manifestOf(tenant.id, whole, [])
    })
    const held = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))
    // The client that every workspace begins with is held, the invented one beside it is not.
    const clients = await fresh.rows('select id from clients where tenant_id = $1')
    expect([clients.length, held.clients]).toEqual([2, 1])
    expect([held.custom_metrics, held.financials, held.artists]).toEqual([0, 0, 1])
    expect(backup).toMatchObject({ status: 'done', problem: null })
    await fresh.close()
  })
})

describe('the clock', () => {
  it('[SN9] [SN3] makes a copy at 03:00 of the workspace, and none when nothing happened since', async () => {
    const other = await Home.open(home.site)
    const { meta } = await listed(other)
    const [zone] = await other.rows<{ zone: string }>(
      'select time_zone as zone from workspace_settings where tenant_id = $1',
    )
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone?.zone,
      hour: '2-digit',
      minute: '2-digit',
    })
    expect(clock.format(new Date(String(meta.nextAt)))).toBe('03:00')
    const fire = () => other.inside((tenant) => tenant.agenda.set(DAILY_TIMER, 1))
    await fire()
    const first = await settled(other, (one) => isEnded(one) && isProved(one))
    expect(first).toMatchObject({ kind: 'daily', status: 'done', proof: { isGood: true } })
    const isLateAfter = (hours: number) =>
      other.inside((tenant) =>
        tenant.read(
          async (tx) => (await readBackups(tx, new Date(Date.now() + hours * 3_600_000))).meta.isLate,
        ),
      )
    expect([await isLateAfter(25), await isLateAfter(26)]).toEqual([false, true])
    await fire()
    await runTimers(other)
    const again = (await listed(other)).data
    expect(again).toHaveLength(1)
    expect(Date.parse(again[0]?.checkedAt ?? '')).toBeGreaterThan(Date.parse(first.checkedAt ?? ''))
    await other.call('POST', '/api/v1/clients', { name: 'Something happened' })
    await fire()
    await runTimers(other)
    expect((await listed(other)).data).toHaveLength(2)
  })

  it('[SN4] deletes what is past its time, from the bucket as well', async () => {
    const other = await Home.open(home.site)
    const old = await exported(other)
    await other.inside(async (tenant) => {
      await tenant.write(tenant.commands, async (tx) =>
        ok(
          await tx.sql`update backups set started_at = started_at - interval '8 days' where tenant_id = ${tx.tenantId}`,
        ),
      )
      await tenant.agenda.set(DAILY_TIMER, 1)
    })
    expect(await bindings.BACKUPS_EU.head(placeOf(old, 1, other))).not.toBeNull()
    await runTimers(other)
    expect((await listed(other)).data.map(({ kind }) => kind)).toEqual(['daily'])
    expect(await bindings.BACKUPS_EU.head(placeOf(old, 1, other))).toBeNull()
  })
})
