import { expect, it } from 'vitest'
import type { Freshness } from '../../contracts/metrics.ts'
import { bySource } from './freshness.ts'

const XERO = '01900000-0000-7000-8000-00000000a001'
const part = (changes: Partial<Freshness>): Freshness => ({
  source: 'Xero',
  connectionId: XERO,
  metrics: [],
  asOf: '2026-11-25T09:00:00.000Z',
  checkedAt: '2026-11-25T09:00:00.000Z',
  nextAt: '2026-11-25T10:00:00.000Z',
  state: 'fresh',
  ...changes,
})

it('[SH18] names a source once, as bad as the worst and as old as the oldest of what it feeds', () => {
  const file = part({ source: 'Files', connectionId: null, state: 'static', nextAt: null })
  const older = part({ state: 'failed', asOf: '2026-11-24T09:00:00.000Z', checkedAt: null })
  expect(bySource([part({}), file, older])).toEqual([
    part({ state: 'failed', asOf: '2026-11-24T09:00:00.000Z' }),
    file,
  ])
  expect(bySource([part({ state: 'none', asOf: null }), part({})])).toMatchObject([{ state: 'none' }])
})
