import { expect, it } from 'vitest'
import { clashing, differing, laidOver, only } from './merge.ts'

const base = { name: 'Plan', days: '2', isPinned: false }

it('[PJ36] takes together what two changed of different fields', () => {
  const mine = { ...base, name: 'Plan B' }
  const now = { ...base, days: '3' }
  expect([differing(base, mine), clashing(base, mine, now), laidOver(base, mine, now)]).toEqual([
    ['name'],
    [],
    { name: 'Plan B', days: '3', isPinned: false },
  ])
})

it('[PJ36] asks only about what both changed to something else', () => {
  const mine = { ...base, days: '4', isPinned: true }
  expect(clashing(base, mine, { ...base, days: '5', isPinned: true })).toEqual(['days'])
})

it('[SH25] compares what fields say, and not which objects say it', () => {
  const job = { title: 'Painter', skills: [{ name: 'Lettering', level: 3 }], days: { from: '1', to: '2' } }
  const mine = { ...structuredClone(job), days: { from: '1', to: '3' } }
  const now = { ...structuredClone(job), title: 'Sign painter' }
  expect(differing(job, mine)).toEqual(['days'])
  expect(clashing(job, mine, now)).toEqual([])
  expect(laidOver(job, mine, now)).toEqual({ ...mine, title: 'Sign painter' })
  expect(only(mine, ['days'])).toEqual({ days: { from: '1', to: '3' } })
  expect(clashing(job, mine, { ...now, days: { from: '1', to: '4' } })).toEqual(['days'])
})
