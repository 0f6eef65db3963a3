import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, subtract } from '../../lib/decimal.ts'
import { axisTicks, stepText } from './ticks.ts'

const labels = (values: (string | null)[]) => axisTicks(values).map((tick) => tick.value)

describe('axis lines', () => {
  it('stand at round distances and hold zero', () => {
    expect(labels(['38300.55', '25000', null])).toEqual(['0', '10000', '20000', '30000', '40000'])
    expect(labels(['61.2', '62.9'])).toEqual(['0', '20', '40', '60', '80'])
  })

  it('are exact where floats are not', () => {
    expect(labels(['0.3', '0.11'])).toEqual(['0', '0.1', '0.2', '0.3'])
    expect(labels(['0.0042'])).toEqual(['0', '0.001', '0.002', '0.003', '0.004', '0.005'])
  })

  it('reach below zero for losses', () => {
    expect(labels(['-2100', '23200'])).toEqual(['-10000', '0', '10000', '20000', '30000'])
    expect(labels(['-90', '-20'])).toEqual(['-100', '-80', '-60', '-40', '-20', '0'])
  })

  it('exist without any value and with zeros only', () => {
    expect(labels([])).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1'])
    expect(labels(['0', null])).toEqual(labels([]))
  })

  it('hold every value, are equally far apart and at most six', () => {
    const value = fc
      .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 999_999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
        const lines = labels(values)
        const [first = '0', second = '0'] = lines
        expect(lines.length).toBeLessThanOrEqual(6)
        expect(lines).toContain('0')
        for (const one of values) {
          expect(compare(one, first)).toBeGreaterThanOrEqual(0)
          expect(compare(one, lines.at(-1) ?? '0')).toBeLessThanOrEqual(0)
        }
        for (const [at, line] of lines.entries()) {
          if (at > 0) expect(subtract(line, lines[at - 1] ?? '0')).toBe(subtract(second, first))
        }
      }),
    )
  })

  it('writes steps of any power of ten', () => {
    expect([stepText(25, 3), stepText(20, 1), stepText(25, 0), stepText(10, -2), stepText(50, -1)]).toEqual([
      '2500',
      '20',
      '2.5',
      '0.01',
      '0.5',
    ])
  })
})
