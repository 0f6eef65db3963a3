import { describe, expect, it } from 'vitest'
import type { ConnectionView, RunView, SyncFailure } from '../../../contracts/connections.ts'
import { createFormat } from '../../lib/format.ts'
import { healthWord, momentIn, syncWords, timetableWords } from './describe.ts'
import {
  countsOf,
  healthKinds,
  healthOf,
  isAccountGone,
  kindIn,
  listed,
  markOf,
  needsSomebody,
  remedyOf,
  stripOf,
} from './health.ts'
import { leftOf, shareOf, syncStateOf, withFrame } from './progress.ts'
import { aConnection, aRun, at, NOW } from './testing/connections.ts'

const format = createFormat({ currency: 'AUD', timeZone: 'Australia/Sydney' })
const failure = (code: string): SyncFailure => ({
  code,
  message: 'It failed.',
  next: 'Do this.',
  at: at(-30),
  detail: null,
})
const word = (view: ConnectionView) => healthWord(healthOf(view, NOW), format)

describe('how a connection does', () => {
  it('[CN80] says what is open before what is well, and a retry before its failure', () => {
    expect(word(aConnection())).toBe('Healthy')
    expect(word(aConnection({ status: 'error', failure: failure('reauthorise') }))).toBe('Failing')
    expect(
      word(
        aConnection({
          status: 'error',
          failure: failure('reauthorise'),
          recentRuns: [aRun({ status: 'running' })],
        }),
      ),
    ).toBe('Syncing')
    expect(word(aConnection({ failure: failure('provider_down') }))).toBe('Trying again')
    expect(word(aConnection({ isLate: true, lastSyncAt: at(-370) }))).toBe('Late 6\u00a0h')
    expect(word(aConnection({ status: 'pending', account: null }))).toBe('Not finished')
    const parked = aRun({ status: 'parked', parkedUntil: at(3) })
    expect(word(aConnection({ recentRuns: [parked] }))).toBe('Waiting')
  })

  it('[CN80] tells a paused connection from one whose access was given back', () => {
    expect(word(aConnection({ status: 'disabled' }))).toBe('Paused')
    expect(word(aConnection({ status: 'disabled', accounts: [] }))).toBe('Disconnected')
  })

  it('[CN57] says of an archived client that it is the reason', () => {
    expect(word(aConnection({ isClientArchived: true, isLate: true }))).toBe('Client archived')
  })

  it('[CN81] has a next step for every failure, and none where waiting is the step', () => {
    expect(['reauthorise', 'scopes_missing'].map(remedyOf)).toEqual(['reconnect', 'reconnect'])
    expect(remedyOf('account_required')).toBe('account')
    expect(remedyOf('provider_forbids')).toBe('streams')
    expect(remedyOf('provider_throttled')).toBe('wait')
    expect(remedyOf('something_new')).toBe('retry')
  })
})

it('[CN90] misses an account that the last consent does not cover', () => {
  const [before, other] = [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ]
  expect(isAccountGone({ account: before, accounts: [other] })).toBe(true)
  expect(isAccountGone({ account: before, accounts: [other, before] })).toBe(false)
  expect(isAccountGone({ account: null, accounts: [other] })).toBe(false)
})

it('[CN80] counts as waiting for somebody what fails, is late or was never finished', () => {
  expect(healthKinds.filter(needsSomebody)).toEqual(['failing', 'setup', 'late'])
})

describe('the list', () => {
  const views = [
    aConnection({ label: 'Stripe' }),
    aConnection({ label: 'Asana', status: 'disabled' }),
    aConnection({ label: 'HubSpot', isLate: true }),
    aConnection({ label: 'Xero', status: 'error', failure: failure('reauthorise') }),
    aConnection({ label: 'Adyen', clientName: 'Kelpline' }),
  ]
  const labels = (text: string, kind: string | null) =>
    listed(views, { text, kind: kindIn(kind) }, NOW).map((view) => view.label)

  it('[CN82] has the worst first, then by name', () => {
    expect(labels('', null)).toEqual(['Xero', 'HubSpot', 'Adyen', 'Stripe', 'Asana'])
    expect(countsOf(views, NOW)).toEqual({ failing: 1, setup: 0, late: 1, syncing: 0, healthy: 2, off: 1 })
  })

  it('[CN82] is narrowed by words in name, account and client, and by status', () => {
    expect(labels('kelp', null)).toEqual(['Adyen'])
    expect(labels('', 'late')).toEqual(['HubSpot'])
    expect(labels('stripe', 'late')).toEqual([])
    expect(labels('', 'no such status')).toHaveLength(5)
  })
})

describe('the strip of runs', () => {
  it('[CN83] has fourteen places, the newest at the right', () => {
    const runs = [aRun({ status: 'failed' }), aRun({ rejected: 2 }), aRun()]
    expect(stripOf(runs)).toEqual([...Array.from({ length: 11 }, () => 'none'), 'good', 'part', 'bad'])
    expect(stripOf(Array.from({ length: 20 }, () => aRun()))).toHaveLength(14)
    expect(markOf(aRun({ status: 'cancelled' }))).toBe('part')
    expect(markOf(aRun({ status: 'running' }))).toBe('now')
  })
})

describe('a running sync', () => {
  const running = (values: Partial<RunView> & { read?: number }) => aRun({ status: 'running', ...values })
  const samples = [0, 2, 4].map((second) => ({ atMs: second * 1_000, rows: 0, done: second * 5 }))
  const say = (runs: RunView[]) => {
    const state = syncStateOf(runs)
    return syncWords(state, shareOf(state), leftOf(state, samples), aConnection().streams, format)
  }

  it('[CN84] names percent and time left only where the end is known', () => {
    const known = running({ pagesDone: 62, pagesTotal: 100, read: 6_200 })
    expect(say([known])).toBe('Invoices, 62% · 6,200 records so far · about 20\u00a0s left')
    const open = running({ pagesDone: 3, pagesTotal: null, read: 300 })
    expect(say([open])).toBe('Invoices · 300 records so far · page 3')
    expect(say([known, open])).not.toContain('%')
    expect(say([running({})])).toBe('Invoices · Starting')
  })

  it('[CN84] moves the run a frame is about, and never back', () => {
    const run = running({ pagesDone: 5, pagesTotal: 10, read: 500 })
    const view = aConnection({ recentRuns: [run, aRun()] })
    const frame = { stream: 'invoices', status: 'running', done: 6, total: 10, counts: { read: 600 } }
    expect(withFrame(view, frame).recentRuns[0]).toMatchObject({ pagesDone: 6, counts: { read: 600 } })
    expect(withFrame(view, { ...frame, done: 4 })).toBe(view)
    expect(withFrame(view, { ...frame, stream: 'financials' })).toBe(view)
  })
})

describe('times', () => {
  it('are a time of today, else a day', () => {
    expect(momentIn(format, at(-30), NOW)).toBe('1:30 pm')
    expect(momentIn(format, at(-30 * 60), NOW)).toBe('18 Nov 2026, 8:00 am')
  })

  it('of a timetable are those of the workspace', () => {
    const [financials, invoices] = aConnection().streams
    expect(financials && timetableWords(financials, format)).toBe('Daily at 2:00 am')
    expect(invoices && timetableWords(invoices, format)).toBe('Every 15\u00a0min')
    expect(invoices && timetableWords({ ...invoices, isEnabled: false }, format)).toBe('Not synced')
  })
})
