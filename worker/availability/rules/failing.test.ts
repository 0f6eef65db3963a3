import { expect, it } from 'vitest'
import { BusyFailureCode } from '../../../contracts/busy-calendars.ts'
import { isToldOf, saidFailing } from './failing.ts'

it('[BK56] is told after three failed reads in a row, and at once of a calendar that is gone', () => {
  const toldAt = (code: BusyFailureCode) => [1, 2, 3, 4].map((inARow) => isToldOf({ code, inARow }))
  expect(toldAt('no_answer')).toEqual([false, false, true, true])
  expect(toldAt('gone')).toEqual([true, true, true, true])
})

it('[BK56] says of every cause what it is and what comes next', () => {
  for (const code of BusyFailureCode.options) {
    const { title, body } = saidFailing('Ada', code)
    expect([title, body.split('. ').length]).toEqual(['Calendar cannot be read: Ada', 3])
  }
})
