import { expect, it } from 'vitest'
import { keepEqualRows } from './keepEqualRows.ts'

interface Row {
  id: string
  name: string
  tags: string[]
}

const row = (id: string, name = id, tags = ['a']): Row => ({ id, name, tags })
const keyOf = (one: Row) => one.id

it('keeps the object of a row that says the same, wherever it stands', () => {
  const before = [row('1'), row('2'), row('3')]
  const now = keepEqualRows(before, [row('3'), row('1')], keyOf)
  expect(now?.[0]).toBe(before[2])
  expect(now?.[1]).toBe(before[0])
})

it('takes the object of now where anything differs, also deep inside', () => {
  const before = [row('1'), row('2')]
  const now = [row('1', 'other'), row('2', '2', ['a', 'b'])]
  const kept = keepEqualRows(before, now, keyOf)
  expect(kept?.[0]).toBe(now[0])
  expect(kept?.[1]).toBe(now[1])
})

it('has nothing to keep before the first answer and after the last', () => {
  const now = [row('1')]
  expect(keepEqualRows(undefined, now, keyOf)).toBe(now)
  expect(keepEqualRows(now, undefined, keyOf)).toBeUndefined()
})
