import { expect, it } from 'vitest'
import { clashing, differing, laidOver } from './merge.ts'

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
