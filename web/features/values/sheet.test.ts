import { describe, expect, it } from 'vitest'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import type { CustomMetricView, SheetOther } from '../../../contracts/records.ts'
import {
  cellName,
  cellsOf,
  columnsOf,
  daysOfMonth,
  isOpen,
  monthOf,
  moveBy,
  nextOf,
  type SheetColumn,
  totalOf,
} from './sheet.ts'

const typed = (metricName: string, recordDate: string) =>
  ({ metricName, recordDate, metricValue: '1' }) as CustomMetricView
const other = (metricName: string, recordDate: string) =>
  ({ metricName, recordDate, value: '2', rows: 1, sources: [] }) as unknown as SheetOther

describe('the month of a sheet', () => {
  it('[EV6] is that of the address, else that of today, with all its days', () => {
    expect(monthOf('2026-02', '2026-11-25')).toBe('2026-02-01')
    for (const text of [undefined, '2026-13', 'x', '2026-2'])
      expect(monthOf(text, '2026-11-25')).toBe('2026-11-01')
    expect(daysOfMonth('2028-02-01')).toHaveLength(29)
    expect([daysOfMonth('2026-11-01')[0], daysOfMonth('2026-11-01').at(-1)]).toEqual([
      '2026-11-01',
      '2026-11-30',
    ])
  })
})

describe('the columns of a sheet', () => {
  const draft = { key: 'visits', label: 'Visits', isNew: true } as unknown as SheetColumn
  const metric = (key: string, label: string) => ({ key, label }) as unknown as MetricDefinition
  const calls = metric('calls', 'Calls')
  const [visits, other] = [metric('visits', 'Visits'), metric('other', 'Other')]
  const shown = (...asked: Parameters<typeof columnsOf>) =>
    columnsOf(...asked).map(({ key, isNew }) => (isNew ? `${key} (new)` : key))

  it('[EV15] have that of a new metric from when it is added until the sheet has it, whoever knows it first', () => {
    expect(shown(['calls'], [calls, other], [draft])).toEqual(['calls', 'visits (new)'])
    expect(shown(['calls'], [visits, calls, other], [draft])).toEqual(['calls', 'visits'])
    expect(shown(['calls', 'visits'], [calls, other], [draft])).toEqual(['calls', 'visits (new)'])
    expect(shown(['calls', 'visits'], [visits, calls, other], [])).toEqual(['calls', 'visits'])
  })
})

describe('the cells of a sheet', () => {
  it('[EV7] are closed where another source has a value and nobody typed one', () => {
    const cells = cellsOf({
      values: [typed('calls', '2026-11-01'), typed('calls', '2026-11-02')],
      others: [other('calls', '2026-11-02'), other('calls', '2026-11-03')],
    })
    const states = [1, 2, 3, 4].map((day) => isOpen(cells.get(cellName('calls', `2026-11-0${day}`))))
    expect(states).toEqual([true, true, false, true])
    expect(cells.get(cellName('calls', '2026-11-02'))).toMatchObject({ typed: {}, other: { value: '2' } })
  })
})

describe('the figure of a column', () => {
  it.each([
    ['sum', ['0.1', null, '0.2', '-1'], '-0.7'],
    ['avg', ['1', null, '0', '1'], '0.6667'],
    ['last', ['5', '3', null], '3'],
    ['min', ['5', '-3', null], '-3'],
    ['max', ['5', '0', null], '5'],
    ['sum', ['0', null], '0'],
    ['sum', [null, null], null],
  ] as const)('[EV8] is worked out as its metric adds up: %s', (aggregation, values, total) => {
    expect(totalOf(values, { aggregation, scale: 4 })).toBe(total)
  })
})

describe('moving over the cells', () => {
  const size = { rows: 30, columns: 3 }
  const press = (key: string, row: number, column: number, isCtrl = false) =>
    moveBy({ key, isCtrl }, { row, column }, size)

  it('[EV9] stays inside, and jumps to the ends with Ctrl', () => {
    expect(press('ArrowUp', 0, 1)).toEqual({ row: 0, column: 1 })
    expect(press('ArrowRight', 4, 2)).toEqual({ row: 4, column: 2 })
    expect(press('ArrowDown', 4, 2, true)).toEqual({ row: 29, column: 2 })
    expect(press('Home', 4, 2)).toEqual({ row: 4, column: 0 })
    expect(press('End', 4, 0, true)).toEqual({ row: 29, column: 2 })
    expect(press('PageDown', 28, 0)).toEqual({ row: 29, column: 0 })
    expect(press('a', 1, 1)).toBeNull()
  })

  it('[EV9] goes on in the next row after the last column, and leaves after the last cell', () => {
    expect(nextOf({ row: 4, column: 2 }, 1, size)).toEqual({ row: 5, column: 0 })
    expect(nextOf({ row: 5, column: 0 }, -1, size)).toEqual({ row: 4, column: 2 })
    expect([nextOf({ row: 29, column: 2 }, 1, size), nextOf({ row: 0, column: 0 }, -1, size)]).toEqual([
      null,
      null,
    ])
  })
})
