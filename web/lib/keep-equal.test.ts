import { expect, it } from 'vitest'
import { keepEqual } from './keep-equal.ts'

const row = (id: string, name = id, tags = ['a']) => ({ id, name, tags })
const asked = <T>(answer: T): T => structuredClone(answer)

it('[SH23] is the answer of before where nothing differs', () => {
  const before = { rows: [row('1'), row('2')], total: 2, next: null }
  expect(keepEqual(before, asked(before))).toBe(before)
})

it('[SH23] keeps the record of a row that says the same, wherever it stands now', () => {
  const before = [row('1'), row('2'), row('3')]
  const now = keepEqual(before, [row('new'), row('3'), row('1')])
  expect(now.map(({ id }) => id)).toEqual(['new', '3', '1'])
  expect(now[1]).toBe(before[2])
  expect(now[2]).toBe(before[0])
})

it('has a new record where anything differs, with what stayed inside it, and changes none of before', () => {
  const before = [row('1'), row('2'), row('3')]
  const untouched = asked(before)
  const now = keepEqual(before, [row('1', 'other'), row('2', '2', ['a', 'b']), row('3')])
  expect(now).toEqual([row('1', 'other'), row('2', '2', ['a', 'b']), row('3')])
  expect(now[0]).not.toBe(before[0])
  expect(now[0]?.tags).toBe(before[0]?.tags)
  expect(now[1]).not.toBe(before[1])
  expect(now[2]).toBe(before[2])
  expect(before).toEqual(untouched)
})

it('sees what was added to a record, what was taken from it, and a row that went', () => {
  expect(keepEqual({ a: 1 }, { a: 1, b: undefined })).toHaveProperty('b', undefined)
  expect(keepEqual({ a: 1, b: undefined }, { a: 1 })).not.toHaveProperty('b')
  expect(keepEqual({ a: undefined }, { b: undefined })).toHaveProperty('b')
  const before = [row('1'), row('2')]
  const now = keepEqual(before, [row('2')])
  expect(now).toEqual([row('2')])
  expect(now[0]).toBe(before[1])
})

it('keeps rows on the pages of a list that is read page by page', () => {
  const before = { pages: [{ runs: [row('1')] }, { runs: [row('2')] }], pageParams: [null, 'c'] }
  const now = keepEqual(
    before,
    asked({ ...before, pages: [{ runs: [row('0'), row('1')] }, before.pages[1]] }),
  )
  expect(now.pages[0]?.runs[1]).toBe(before.pages[0]?.runs[0])
  expect(now.pages[1]).toBe(before.pages[1])
  expect(now.pageParams).toBe(before.pageParams)
})

it('takes what is no record as it comes', () => {
  const now = new Map([['a', 1]])
  expect(keepEqual(new Map([['a', 1]]), now)).toBe(now)
  expect(keepEqual([row('1')], undefined)).toBeUndefined()
  expect(keepEqual(undefined, now)).toBe(now)
  expect(keepEqual({ rows: [] }, [])).toEqual([])
})
