import { describe, expect, it } from 'vitest'
import { spanText, wallFields, wallFromFields } from './wall.ts'

const wall = (text: string) => Date.parse(`${text}Z`) / 60_000
const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ')

describe('a stretch of wall-clock time in words', () => {
  it('names whole days by the first and the last', () => {
    expect(spanText(wall('2026-11-19T00:00'), wall('2026-11-20T00:00'))).toBe('Thu 19 Nov')
    expect(spanText(wall('2026-11-19T00:00'), wall('2026-11-22T00:00'))).toBe('Thu 19 – Sat 21 Nov')
    expect(spanText(wall('2026-11-30T00:00'), wall('2026-12-02T00:00'))).toBe('Mon 30 Nov – Tue 1 Dec')
  })

  it('names times of one day once, and both days where there are two', () => {
    expect(plain(spanText(wall('2026-11-19T14:00'), wall('2026-11-19T16:30')))).toBe(
      'Thu 19 Nov, 2:00 pm – 4:30 pm',
    )
    expect(plain(spanText(wall('2026-11-19T22:00'), wall('2026-11-20T02:00')))).toBe(
      'Thu 19 Nov, 10:00 pm – Fri 20 Nov, 2:00 am',
    )
  })
})

describe('the fields of a form', () => {
  it('hold a day and a time, and give them back', () => {
    const fields = wallFields(wall('2026-11-19T14:30'))
    expect(fields).toEqual({ day: '2026-11-19', time: '14:30' })
    expect(wallFromFields(fields.day, fields.time)).toBe(wall('2026-11-19T14:30'))
    expect(wallFromFields('2026-11-19', '')).toBeNull()
    expect(wallFromFields('', '14:30')).toBeNull()
  })
})
