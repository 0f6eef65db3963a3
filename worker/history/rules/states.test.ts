import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statesOf } from './states.ts'

const Settings = fc.record({ name: fc.string(), weekStart: fc.integer(), country: fc.option(fc.string()) })
const change = fc.record(
  { name: fc.string(), weekStart: fc.integer(), country: fc.option(fc.string()) },
  { requiredKeys: [] },
)

describe('the states of a record', () => {
  it('[AU24] are the same on the way back as they were on the way there, whatever each change touched', () => {
    fc.assert(
      fc.property(Settings, fc.array(change, { maxLength: 8 }), (first, changes) => {
        const there = [first]
        const befores: object[] = []
        for (const fields of changes) {
          const was = there.at(-1) ?? first
          befores.unshift(
            Object.fromEntries(Object.keys(fields).map((field) => [field, was[field as keyof typeof was]])),
          )
          there.push({ ...was, ...fields })
        }
        expect(statesOf(there.at(-1) ?? first, befores)).toEqual(there.reverse())
      }),
    )
  })

  it('[AU24] have no field that the record does not have any more', () => {
    expect(statesOf({ name: 'b' }, [{ name: 'a', colour: 'red' }])).toEqual([{ name: 'b' }, { name: 'a' }])
  })
})
