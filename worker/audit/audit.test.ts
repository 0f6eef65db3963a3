import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { auditKinds } from '../../contracts/audit-kinds.ts'
import { eventTypes } from '../events/registry.ts'
import { kindOf, typesOf } from './describe.ts'
import { csvRow, entryOf } from './entries.ts'
import { changesOf, factsOf, HIDDEN, isSecretName } from './rules/fields.ts'

interface Shape {
  type?: string | string[]
  properties?: Record<string, Shape>
  additionalProperties?: Shape | boolean
  items?: Shape
  anyOf?: Shape[]
  enum?: unknown[]
  const?: unknown
  format?: string
  required?: string[]
  minimum?: number
}

const SECRET = 'hunter2-CANARY'
/** Names of fields that a secret could come in by. */
const secretFields = {
  password: SECRET,
  accessToken: SECRET,
  refresh_token: SECRET,
  clientSecret: SECRET,
  apiKey: SECRET,
  sealedVerifier: SECRET,
  authorization: SECRET,
}

/** A value of a schema, with a secret in every object that takes fields of any name, and in those that do not. */
function exampleOf(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum !== undefined) return shape.enum[0]
  if (shape.anyOf !== undefined) return exampleOf(shape.anyOf[0] ?? {})
  const type = typeof shape.type === 'string' ? shape.type : shape.type?.[0]
  if (type === 'array') return [exampleOf(shape.items ?? {})]
  if (type === 'string') return textOf(shape)
  if (type === 'integer' || type === 'number') return Math.max(1, shape.minimum ?? 1)
  if (type === 'boolean') return true
  if (type === 'null') return null
  const fields = Object.entries(shape.properties ?? {}).map(
    ([name, inner]) => [name, exampleOf(inner)] as const,
  )
  const own = Object.fromEntries(fields)
  const { additionalProperties: any } = shape
  if (any === false) return own
  return typeof any === 'object' && !takesText(any)
    ? { ...own, n: exampleOf(any) }
    : { ...own, ...secretFields }
}

const takesText = ({ type, anyOf }: Shape): boolean =>
  type === 'string' || (Array.isArray(type) && type.includes('string')) || anyOf?.some(takesText) === true

function textOf({ format }: Shape): string {
  if (format === 'uuid') return '019a0000-0000-7000-8000-000000000001'
  if (format === 'date') return '2026-01-02'
  if (format === 'date-time') return '2026-01-02T03:04:05.000Z'
  return 'a_text'
}

/** Every field name of a schema, inner ones included. */
function namesIn(shape: Shape): string[] {
  const own = Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => [name, ...namesIn(inner)])
  const inner = [shape.items, ...(shape.anyOf ?? []), shape.additionalProperties]
  return [...own, ...inner.flatMap((one) => (typeof one === 'object' ? namesIn(one) : []))]
}

const shapes = eventTypes.map((type) => ({
  type,
  shape: z.toJSONSchema(type.data, { io: 'input', unrepresentable: 'any' }) as Shape,
}))

const entryFor = (type: string, data: unknown) =>
  entryOf(
    {
      seq: 1,
      at: '2026-01-02T03:04:05.000Z',
      type,
      actor: 'person:p1',
      subject: 'x:1',
      body: JSON.stringify({ type, actor: 'person:p1', subject: 'x:1', data }),
    },
    (actor) => (actor === 'person:p1' ? 'Ada' : null),
  )

describe('every kind of event', () => {
  it('[AU3] has no field a secret could stand in, and shows none that comes all the same', () => {
    console.log(`kinds of events walked: ${shapes.length}`)
    for (const { type, shape } of shapes) {
      expect([type.name, namesIn(shape).filter(isSecretName)]).toEqual([type.name, []])
      const data = exampleOf(shape)
      expect([type.name, JSON.stringify(data).includes(SECRET)]).toEqual([type.name, true])
      const entry = entryFor(type.name, data)
      expect([type.name, JSON.stringify(entry).includes(SECRET)]).toEqual([type.name, false])
      expect(csvRow(entry).join().includes(SECRET)).toBe(false)
      // What the log itself stores went through the schema too, which drops what it does not know.
      const stored = JSON.stringify(type.of('x:1', exampleOf(shape) as never))
      const isOfAnyName = JSON.stringify(shape).includes('"additionalProperties":{"')
      if (!isOfAnyName) expect([type.name, stored.includes(SECRET)]).toEqual([type.name, false])
    }
  })

  it('[AU1] has words and a kind, and names who did it', () => {
    for (const { type, shape } of shapes) {
      const entry = entryFor(type.name, exampleOf(shape))
      expect(entry.what).toMatch(/^[a-z].{8,}$/)
      expect(entry.what).not.toMatch(/undefined|null|\[object/)
      expect(auditKinds).toContain(entry.kind)
      expect(entry.actor).toEqual({ kind: 'person', id: 'p1', name: 'Ada' })
    }
    expect(entryFor('metric.removed', { key: 'sales' }).what).toBe('removed the metric “sales”')
  })

  it('[AU1] says in words whose address was asked for, and by no path', () => {
    const items = [
      { kind: 'secret', what: 'artists/019a0000-0000-7000-8000-000000000001/calendar-feed', times: 2 },
      { kind: 'opened', what: '', times: 1 },
      { kind: 'rows', what: 'leads', times: 1 },
    ]
    expect(entryFor('access.noted', { minute: '2026-01-02T03:04:00.000Z', items }).what).toBe(
      'asked for the secret address of the calendar of an artist (2 times), opened the workspace, read rows of leads',
    )
  })

  it('[AU4] is found by its kind, steps only when they are asked for', () => {
    expect(typesOf(undefined, true)).toBeNull()
    const quiet = typesOf(undefined, false) ?? []
    expect(quiet).not.toContain('import.rows_loaded')
    expect(quiet).toContain('import.finished')
    const all = auditKinds.flatMap((kind) => typesOf(kind, true) ?? [])
    expect(all.toSorted()).toEqual(eventTypes.map(({ name }) => name).toSorted())
    for (const name of all) expect(typesOf(kindOf(name), true)).toContain(name)
  })
})

describe('an event about an artist', () => {
  it('[SN59] names it by id, and is told by the name it has now', () => {
    const own = /^artist\.(created|changed|archived|restored)$/
    const about = shapes.filter(
      ({ type, shape }) => 'artistId' in (shape.properties ?? {}) && !own.test(type.name),
    )
    expect(about.map(({ type }) => type.name)).toContain('booking.refused')
    for (const { type, shape } of about)
      expect([
        type.name,
        Object.keys(shape.properties ?? {}).filter((name) => /^(artistN|n)ame$/.test(name)),
      ]).toEqual([type.name, []])
    // Written before events named artists by id.
    const data = {
      artistId: '019a0000-0000-7000-8000-000000000001',
      name: 'Ada',
      effectiveFrom: '2026-06-01',
    }
    const subject = `artist:${data.artistId}`
    const row = {
      seq: 1,
      at: '2026-01-02T03:04:05.000Z',
      type: 'artist.hours_changed',
      actor: 'person:p1',
      subject,
    }
    const body = JSON.stringify({ ...row, data: { ...data, weekly: null } })
    const said = (name: string | null) => entryOf({ ...row, body }, (one) => (one === subject ? name : null))
    expect(said('Ada Kern').what).toBe('changed the hours of “Ada Kern” from 2026-06-01 on')
    expect(said(null).what).toBe('changed the hours of somebody who was erased from 2026-06-01 on')
    expect(JSON.stringify(said(null))).not.toContain('Ada')
  })
})

describe('an entry', () => {
  it('[AU2] shows the fields that changed, before and after', () => {
    const before = { name: 'Old', industry: null, version: 1, layout: { tiles: ['a'], main: null } }
    const after = { name: 'New', industry: 'Bakery', version: 2, layout: { tiles: ['a', 'b'], main: null } }
    expect(changesOf({ before, after })).toEqual([
      { field: 'name', before: 'Old', after: 'New' },
      { field: 'industry', before: null, after: 'Bakery' },
      { field: 'tiles', before: 'a', after: 'a, b' },
    ])
    expect(changesOf({ after: { name: 'New', archivedAt: null } })).toEqual([
      { field: 'name', before: null, after: 'New' },
    ])
    expect(changesOf({ fields: ['x'] })).toEqual([])
  })

  it('[AU3] hides what is named like a secret and clips what is long', () => {
    const before = { webhookSecret: 'a' }
    expect(changesOf({ before, after: { webhookSecret: 'b' } })).toEqual([
      { field: 'webhook secret', before: HIDDEN, after: HIDDEN },
    ])
    const facts = factsOf({
      counts: { new: 1, same: 0 },
      token: 'x',
      note: 'y'.repeat(400),
      isRevoked: false,
    })
    expect(facts).toEqual([
      { name: 'counts new', value: '1' },
      { name: 'counts same', value: '0' },
      { name: 'token', value: HIDDEN },
      { name: 'note', value: `${'y'.repeat(300)}…` },
      { name: 'revoked', value: 'no' },
    ])
  })

  it('[AU11] of an erased event keeps its head and nothing else', () => {
    const row = { seq: 4, at: '2026-01-02T03:04:05.000Z', type: 'client.created' }
    const entry = entryOf({ ...row, actor: 'person:gone', subject: 'client:1', body: null }, () => null)
    expect(entry).toMatchObject({ ...row, record: 'client:1', isErased: true, changes: [], facts: [] })
    expect(entry.actor).toEqual({ kind: 'person', id: 'gone', name: null })
  })
})

it('[AU2] says inner objects as people do: what has a name by it, money and stretches without their fields', () => {
  const skills = [{ name: 'Lighting', need: 'must', level: 2 }, { name: 'Set' }]
  const after = {
    ...{ skills, isRemote: true, rate: { amount: '420', currency: 'AUD', per: 'day' } },
    ...{
      days: [{ from: '2027-01-11', to: '2027-01-15' }],
      deadline: [{ day: '2026-12-27', timeZone: 'UTC' }],
    },
  }
  expect(changesOf({ after }).map(({ field, after: text }) => [field, text])).toEqual([
    ['skills', 'Lighting (need: must, level: 2); Set'],
    ['remote', 'yes'],
    ['rate', '420 AUD per day'],
    ['days', '2027-01-11 – 2027-01-15'],
    ['deadline', 'day: 2026-12-27, time zone: UTC'],
  ])
  const said = (amount: string) => changesOf({ after: { rate: { amount, currency: 'AUD' } } })[0]?.after
  expect(said('1350.0000')).toBe('1350 AUD')
  expect(said('1350.5000')).toBe('1350.50 AUD')
  expect(said('0.1250')).toBe('0.125 AUD')
})
