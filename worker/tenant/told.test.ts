import { describe, expect, it } from 'vitest'
import type { LiveFrame } from '../../contracts/live.ts'
import { aboutClients, clientParts, framesFor, toldEvents, toldPresence, toldRollup } from './told.ts'

const [mine, other] = ['11111111-0000-7000-8000-000000000001', '22222222-0000-7000-8000-000000000002']
const rollup = {
  t: 'rollup' as const,
  seq: 9,
  metrics: [{ key: 'sales', from: '2026-01-01', to: '2026-02-28' }],
}
const again: LiveFrame = { t: 'reset', era: 2, seq: 9 }
const none = () => null
const dayOf = (day: number) => `day ${day}`
const keyOf = (no: number) => (no === 7 ? 'sales' : null)
/** Metric 7 on days 10 and 20: the total, and both clients. */
const delta = JSON.stringify([
  [7, 0, 0, 10, '', 5, 1],
  [7, 0, 0, 20, '', 5, 1],
  [7, 6, 0, 10, mine, 5, 1],
  [7, 6, 0, 20, other, 5, 1],
])

describe('what a limited socket is told', () => {
  it('[AC148] is each client for itself where the change says so', () => {
    const told = toldRollup(rollup, 2, null, () => clientParts(delta, keyOf, dayOf))
    expect(framesFor('all', [told])).toEqual([rollup])
    expect(framesFor([mine], [told])).toEqual([
      { ...rollup, metrics: [{ key: 'sales', from: 'day 10', to: 'day 10' }] },
    ])
    expect(framesFor(['33333333-0000-7000-8000-000000000003'], [told])).toEqual([])
  })

  it('[AC148] is to ask again, without metric or day, where it does not', () => {
    const unknown = toldRollup(rollup, 2, null, none)
    expect(framesFor([mine], [unknown])).toEqual([again])
    const mixed = toldRollup(rollup, 2, [mine, other], none)
    expect(framesFor([mine], [mixed])).toEqual([again])
    expect(framesFor([mine, other], [mixed])).toEqual([rollup])
    expect(framesFor([mine], [toldRollup(rollup, 2, [other], none)])).toEqual([])
    expect(framesFor([mine], [toldRollup(rollup, 2, [mine], none)])).toEqual([rollup])
  })

  it('[AC148] takes a metric whose clients are not counted by client for one that does not say it', () => {
    expect(clientParts(JSON.stringify([[7, 0, 0, 10, '', 5, 1]]), keyOf, dayOf)).toBeNull()
    const months = JSON.stringify([
      [7, 0, 0, 45, '', 5, 1],
      [7, 6, 1, 31, mine, 5, 1],
    ])
    expect(clientParts(months, keyOf, dayOf)?.get(mine)).toEqual([
      { key: 'sales', from: 'day 31', to: 'day 61' },
    ])
  })

  it('[AC148] is of events those about their clients and what belongs to everybody', () => {
    const line = (subject: string) => ({ seq: 1, type: 'x', subject, actor: 'person:p', at: '2026-01-01' })
    const subjects = [
      `client:${mine}`,
      `client:${other}`,
      'connection:c1',
      'connection:c2',
      'project:p1',
      'task:t1',
      'project:p2',
      'project:p3',
      'import:i1',
      'metric:sales',
      'dashboard:d',
      'workspace',
      'source:s',
      'backup:b',
      'booking:k',
      'clients',
    ]
    const known: Record<string, string[]> = {
      ...{ 'connection:c1': [mine], 'connection:c2': [other] },
      ...{ 'project:p1': [mine], 'task:t1': [mine, other], 'project:p2': [other] },
    }
    const clientsOf = (subject: string) => known[subject] ?? []
    const [frame] = framesFor([mine], [toldEvents(subjects.map(line), clientsOf)])
    expect(frame?.t === 'events' ? frame.events.map(({ subject }) => subject) : null).toEqual([
      `client:${mine}`,
      'connection:c1',
      'project:p1',
      'task:t1',
      'metric:sales',
      'dashboard:d',
      'workspace',
    ])
    expect(framesFor([mine], [toldEvents([line(`client:${other}`)], clientsOf)])).toEqual([])
  })

  it('[AC148] is of progress that of their clients, and nothing where nobody says whose it is', () => {
    const progress: LiveFrame = {
      t: 'progress',
      subject: 'import:1',
      status: 'loading',
      done: 1,
      total: 2,
      counts: {},
    }
    const heard = (ids: readonly string[] | null) => framesFor([mine], [aboutClients(progress, ids)]).length
    expect([heard([mine]), heard([other]), heard([mine, other]), heard([]), heard(null)]).toEqual([
      1, 0, 0, 0, 0,
    ])
    expect(framesFor('all', [aboutClients(progress, null)])).toEqual([progress])
  })

  it('[AC148] shows who is there, but not on which page of another client', () => {
    const page = (path: string) => ({ id: path, name: 'Ada', page: path })
    const [ofMine, ofOther, task] = [3, 4, 5].map((no) => `${no}${mine.slice(1)}`)
    const clientOfProject = (id: string) => ({ [`${ofMine}`]: mine, [`${ofOther}`]: other })[id] ?? null
    const pages = [
      ...[
        '/s/home',
        `/s/clients/${mine}`,
        `/s/clients/${other}`,
        `/s/projects/${ofMine}?open=task:${task}&edit=1`,
      ],
      ...[
        `/s/projects/${ofOther}?open=task:${task}`,
        `/s/bookings?open=booking:${task}`,
        `/s/x?open=task:${task}`,
      ],
    ]
    const told = toldPresence(pages.map(page), clientOfProject)
    const [frame] = framesFor([mine], [told])
    expect(frame?.t === 'presence' ? frame.people.map((one) => one.page) : null).toEqual([
      '/s/home',
      `/s/clients/${mine}`,
      '',
      pages[3],
      '',
      '',
      '',
    ])
  })
})
