import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { SearchQuery } from '../../contracts/search.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type Reader, type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import { matchesSql } from './repository.ts'
import { kindsFor, search } from './service.ts'

let admin: postgres.Sql
let lane: Lane
let tenant: TenantId
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenant = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

const every = kindsFor(() => true)

async function found(
  q: string,
  {
    kinds = every,
    limit = 20,
    reader = WHOLE,
  }: { kinds?: typeof every; limit?: number; reader?: Reader } = {},
): Promise<string[]> {
  const asked = SearchQuery.parse({ q, limit })
  const result = await inTenant(
    lane,
    tenant,
    'read',
    async (tx: TenantTx) => ok(await search(tx, asked, kinds)),
    reader,
  )
  return result.ok ? result.value.map(({ kind, title }) => `${kind} ${title}`) : []
}

const at = '2027-05-04T10:00:00Z'
async function artist(name: string, over: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID()
  const row = { id, tenant_id: tenant, kind: 'person', name, time_zone: 'UTC', skills: '[]', created_at: at }
  await admin`insert into artists ${admin({ ...row, ...over })}`
  return id
}
async function client(name: string, over: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID()
  await admin`insert into clients ${admin({ id, tenant_id: tenant, name, external_id: id, created_at: at, ...over })}`
  return id
}
async function booking(artistId: string, title: string, status = 'hold'): Promise<void> {
  const row = {
    id: randomUUID(),
    tenant_id: tenant,
    artist_id: artistId,
    title,
    status,
    blocks: false,
    is_exclusive: true,
    starts_at: at,
    ends_at: '2027-05-05T10:00:00Z',
    time_zone: 'UTC',
    claims: '[]',
    created_by: 'person:p1',
    created_at: at,
  }
  await admin`insert into bookings ${admin(row)}`
}

describe('what is found', () => {
  it('[SR1] every word of the question begins a word of the record', async () => {
    const ada = await artist('Ada Lovelace', { headline: 'Sound engineer' })
    await booking(ada, 'Sound check in Lisbon')
    expect(await found('sou')).toEqual(['booking Sound check in Lisbon', 'artist Ada Lovelace'])
    expect(await found('LIS sound')).toEqual(['booking Sound check in Lisbon'])
    expect(await found('ound')).toEqual([])
    expect(await found('ada sound')).toEqual(['artist Ada Lovelace'])
    expect(await found('ada violin')).toEqual([])
  })

  it.each([
    ['bjorn', 'Björn Ødegård'],
    ['odegard', 'Björn Ødegård'],
    ['BJÖRN', 'Björn Ødegård'],
    ['strasse', 'Straße 7'],
    ['7', 'Straße 7'],
    ['obrien', "Flann O'Brien"],
    ['O’Brien', "Flann O'Brien"],
    ['brien', "Flann O'Brien"],
    ['łodz', 'Lodz & Co.'],
    ['чайковский', 'Пётр ЧАЙКОВСКИЙ'],
    ['петр', 'Пётр ЧАЙКОВСКИЙ'],
    ['αθηνα', 'ΑΘΉΝΑ'],
    ['坂本', '坂本龍一'],
    ['ﬁne', 'Fine Strings'],
  ])('[SR1] case, accents and marks make no difference: %s finds %s', async (asked, name) => {
    await artist(name)
    await artist('Somebody else')
    expect(await found(asked)).toEqual([`artist ${name}`])
  })

  it('[SR1] signs alone find nothing, and signs of a pattern are nothing but signs', async () => {
    await artist('Ada')
    for (const asked of ['%', '_da', "a' or '1'='1", '\\', '...'])
      expect([asked, await found(asked)]).toEqual([asked, []])
  })

  it('[SR2] names before what is said about them, whole words before beginnings, short names first, what is over last', async () => {
    const mara = await artist('Mara')
    await artist('Tour manager Mara Lind')
    await artist('Maraike')
    await artist('Bo', { headline: 'Plays with Mara' })
    await artist('Mara Old', { archived_at: at })
    await booking(mara, 'Mara', 'cancelled')
    await booking(mara, 'Mara in Rome')
    expect(await found('mara')).toEqual([
      'artist Mara',
      'booking Mara in Rome',
      'artist Tour manager Mara Lind',
      'artist Maraike',
      'artist Bo',
      'booking Mara',
      'artist Mara Old',
    ])
  })

  it('[SR3] so many of each kind, and no more', async () => {
    const first = await artist('Rehearsal room 0')
    for (const n of [1, 2, 3]) await artist(`Rehearsal room ${n}`)
    for (const n of [1, 2, 3]) await booking(first, `Rehearsal ${n}`)
    expect(await found('rehearsal', { limit: 2 })).toHaveLength(4)
  })
})

describe('whose records are found', () => {
  it('[SR4] nobody finds a kind they may not read, nor another workspace', async () => {
    const ada = await artist('Nova')
    await booking(ada, 'Nova tour')
    await client('Nova Ltd')
    expect(await found('nova', { kinds: kindsFor((permission) => permission === 'clients.read') })).toEqual([
      'client Nova Ltd',
    ])
    expect(await found('nova', { kinds: [] })).toEqual([])
    tenant = TenantId.parse(randomUUID())
    expect(await found('nova')).toEqual([])
  })

  it('[SR4] a member limited to some clients finds those', async () => {
    const mine = await client('Harbour North')
    await client('Harbour South')
    const reader: Reader = { clients: [mine], actor: 'person:p1' }
    expect(await found('harbour', { kinds: ['client', 'dashboard'], reader })).toEqual([
      'client Harbour North',
    ])
    expect(await found('harbour')).toHaveLength(2)
  })
})

describe('projects and their tasks', () => {
  async function project(name: string, clientId: string | null): Promise<string> {
    const id = randomUUID()
    const row = {
      id,
      tenant_id: tenant,
      client_id: clientId,
      name,
      status: 'active',
      start_day: '2027-05-03',
    }
    await admin`insert into projects ${admin({ ...row, time_zone: 'UTC', weighting: 'effort', created_by: 'p', created_at: at })}`
    const task = { id: randomUUID(), tenant_id: tenant, project_id: id, kind: 'task', name: `${name} edit` }
    const times = { starts_at: at, ends_at: at, created_at: at, duration_minutes: 60, position: 1 }
    await admin`insert into project_tasks ${admin({ ...task, ...times })}`
    return id
  }

  it('[SR4] are found within the clients of who asks, also once a project is another client’s', async () => {
    const [mine, other] = [await client('Marram'), await client('Saltbush')]
    const id = await project('Harbour', other)
    await project('Harbour film', null)
    const reader: Reader = { clients: [mine], actor: 'person:p1' }
    expect(await found('harbour')).toEqual([
      ...['project Harbour', 'project Harbour film', 'task Harbour edit', 'task Harbour film edit'],
    ])
    expect(await found('harbour', { reader })).toEqual([])
    await admin`update projects set client_id = ${mine} where id = ${id}`
    expect(await found('harbour', { reader })).toEqual(['project Harbour', 'task Harbour edit'])
  })
})

describe('jobs', () => {
  const job = async (title: string, over: Record<string, unknown> = {}) => {
    const days = { first_day: '2027-06-01', last_day: '2027-06-03', deadline_day: '2027-05-20' }
    const row = {
      id: randomUUID(),
      tenant_id: tenant,
      title,
      description: 'Ask Zoe',
      is_remote: false,
      ...days,
    }
    const kept = { time_zone: 'UTC', deadline_at: at, created_by: 'person:p1', created_at: at, skills: '[]' }
    await admin`insert into jobs ${admin({ ...row, ...kept, ...over })}`
    return row.id
  }

  it('[SR1] [SR2] are found by title, place and skills, closed ones last', async () => {
    await job('Lisbon shoot', { closed_at: at })
    const open = await job('Food photographer for Lisbon', {
      place: 'Porto',
      skills: admin.json([{ name: 'Lighting', need: 'must', level: 3 }]),
    })
    expect(await found('lisbon')).toEqual(['job Food photographer for Lisbon', 'job Lisbon shoot'])
    expect(await found('lighting porto')).toEqual(['job Food photographer for Lisbon'])
    expect(await found('zoe')).toEqual([])
    await admin`update jobs set title = 'Caterer' where id = ${open}`
    expect(await found('food')).toEqual([])
    expect(await found('caterer', { kinds: kindsFor((permission) => permission !== 'jobs.read') })).toEqual(
      [],
    )
  })
})

describe('words are kept with their rows', () => {
  it('[SR5] whoever writes them: a new name is found and the old one is not, skills and headlines too, and nothing that was deleted', async () => {
    const id = await artist('Ada', { skills: admin.json([{ name: 'Live mixing', level: 3 }]) })
    expect(await found('mix')).toEqual(['artist Ada'])
    await admin`update artists set name = 'Grace', skills = '[]', headline = 'Pilot' where id = ${id}`
    expect([await found('ada'), await found('mix'), await found('pilot')]).toEqual([[], [], ['artist Grace']])
    await admin`update artists set next_claim = 9 where id = ${id}`
    expect(await found('grace')).toEqual(['artist Grace'])
    await admin`delete from artists where id = ${id}`
    const left = await admin`select from search_words where tenant_id = ${tenant}`
    expect([await found('grace'), left.length]).toEqual([[], 0])
  })
})

describe('the index', () => {
  const MANY = 10_000
  const WORDS = ['Lisbon', 'Berlin', 'Madrid', 'Oslo', 'Rome', 'Sound', 'Light', 'Tour', 'Studio', 'Session']

  it('[SR6] serves a question under row-level security, in a workspace of ten thousand records', async () => {
    await inTenant(lane, tenant, 'write', async (tx) => {
      await tx.sql.unsafe(
        `insert into artists (tenant_id, id, kind, name, time_zone, skills, created_at)
         select $1::uuid, gen_random_uuid(), 'person', (array['${WORDS.join("','")}'])[1 + i % 10] || ' ' || (array['${WORDS.join("','")}'])[1 + i / 10 % 10] || ' ' || i, 'UTC', '[]', now()
         from generate_series(1, ${MANY}) i`,
        [tenant],
      )
      return ok(null)
    })
    await admin`analyze search_words`
    const plan = await inTenant(lane, tenant, 'read', async (tx) => {
      const rows = await tx.sql.unsafe(`explain ${matchesSql}`, [tenant, 'lis 77', every])
      return ok(rows.map((row) => String(row['QUERY PLAN'])).join('\n'))
    })
    const text = plan.ok ? plan.value : ''
    // By way of a bitmap or not is a matter of how many rows of others the table holds.
    expect(text).toMatch(/(Index (Only )?Scan using|Bitmap Index Scan on) search_words_tenant_id_word/)
    expect(text).toMatch(/Index Cond: .*tenant_id.*word >= .*word < /)
    expect(text).not.toContain('Seq Scan on search_words')
    expect(await found('lis 77', { limit: 1 })).toHaveLength(1)
  })
})
