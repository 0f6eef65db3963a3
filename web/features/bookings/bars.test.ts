import { describe, expect, it } from 'vitest'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { BookingView } from '../../../contracts/bookings.ts'
import { wallOfDay } from '../../ui/timeline/scale.ts'
import { barOf, changeOfDrop, clashOf, letterOf, rankText, rivalsIn } from './bars.ts'
import { changed, clashingFields, fieldsOfChange, wayBack } from './conflicts.ts'
import { clockNotes, fieldsOfSpan, saidOf, spanOfFields, wallSpan } from './when.ts'

const LONDON = 'Europe/London'
const SYDNEY = 'Australia/Sydney'

function artist(id: string, timeZone = LONDON, capacity = 1): ArtistView {
  const base = { kind: 'person' as const, name: id.toUpperCase(), headline: null, skills: [], rate: null }
  const rest = {
    memberId: null,
    archivedAt: null,
    erasedAt: null,
    version: 1,
    createdAt: '2026-01-01T00:00:00Z',
  }
  return { id: id as ArtistView['id'], timeZone, capacity, ...base, ...rest }
}

function booking(more: Partial<BookingView> = {}): BookingView {
  const base = {
    id: 'b-1' as BookingView['id'],
    artistId: 'ada' as BookingView['artistId'],
    artistName: 'ADA',
    title: 'Job',
    notes: null,
    status: 'hold' as const,
    blocks: false,
    share: 100,
    startTime: '2026-06-01T09:00:00.000Z',
    endTime: '2026-06-01T11:00:00.000Z',
    days: null,
    timeZone: LONDON,
    ranks: [],
    takenBy: null,
    expiresAt: null,
    isExtended: false,
    acceptedAt: null,
    firstRefusalUntil: null,
    projectId: null,
    groupId: null,
    seriesId: null,
    seriesDay: null,
    reason: null,
    version: 3,
    createdBy: 'person:x',
    createdAt: '2026-01-01T00:00:00Z',
  }
  return { ...base, ...more }
}
const rank = (no: number) => ({ startTime: '', endTime: '', rank: no })
const noon = wallOfDay('2026-06-01') + 720

describe('a bar', () => {
  it('[BK19] stands on the wall clock of its artist; whole days on the days that were meant', () => {
    expect(wallSpan(booking(), LONDON)).toEqual({ from: noon - 120, to: noon })
    expect(wallSpan(booking(), SYDNEY).from).toBe(wallOfDay('2026-06-01') + 19 * 60)
    const days = booking({ days: { from: '2026-03-29', to: '2026-03-30' } })
    expect(wallSpan(days, LONDON)).toEqual({ from: wallOfDay('2026-03-29'), to: wallOfDay('2026-03-31') })
  })

  it('tells the place of a hold, and the range where it differs from part to part', () => {
    expect(rankText([])).toBeNull()
    expect(rankText([rank(1)])).toBe('1st')
    expect(rankText([rank(3), rank(2), rank(22)])).toBe('2nd to 22nd')
    expect(letterOf({ status: 'hold', ranks: [rank(2), rank(1)] })).toBe('1st')
    expect(letterOf({ status: 'pencil', ranks: [rank(2)] })).toBe('P')
  })

  it('says everything about itself, and can be moved by those who may while it stands in line', () => {
    const state = { clash: null, isPending: false, mayWrite: true }
    const say = { when: 'Mon 1 Jun', until: 'until tomorrow' }
    const bar = barOf(booking({ ranks: [rank(2)] }), artist('ada'), say, state)
    expect(bar.label).toBe('2nd hold, Job, ADA, Mon 1 Jun, until tomorrow')
    expect([bar.sub, bar.isMovable]).toEqual(['2nd hold, until tomorrow', true])
    const done = barOf(booking({ status: 'completed' }), artist('ada'), say, state)
    expect([done.sub, done.isMovable, done.look]).toEqual(['Completed', false, 'completed'])
    expect(barOf(booking(), artist('ada'), say, { ...state, mayWrite: false }).isMovable).toBe(false)
    expect(barOf(booking(), artist('ada'), say, { ...state, isPending: true }).isMovable).toBe(false)
  })
})

describe('who has a time', () => {
  const pencil = booking({ id: 'b-2' as BookingView['id'], status: 'pencil', blocks: true, title: 'Rival' })
  const all = [booking(), pencil]
  const span = { from: Date.parse('2026-06-01T10:00Z'), to: Date.parse('2026-06-01T12:00Z') }

  it('is what blocks it and not what only waits, of the same artist, where no place is left', () => {
    expect(rivalsIn(all, artist('ada'), span, null)).toEqual([pencil])
    expect(rivalsIn(all, artist('ada'), span, 'b-2')).toEqual([])
    expect(rivalsIn(all, artist('bo'), span, null)).toEqual([])
    expect(rivalsIn(all, artist('ada', LONDON, 2), span, null)).toEqual([])
    expect(rivalsIn(all, artist('ada'), { from: span.to, to: span.to + 1 }, null)).toEqual([])
  })

  it('[BK66] leaves room where shares come to no more than all of the time', () => {
    const half = { ...pencil, share: 50 }
    const by = (share: number) => rivalsIn([half], artist('ada'), span, null, share)
    expect([by(50), by(51)]).toEqual([[], [half]])
    const said = { when: 'Mon 1 Jun', until: null }
    const state = { clash: null, isPending: false, mayWrite: true }
    expect(barOf(half, artist('ada'), said, state).sub).toContain('50 %')
  })

  it('[BK63] clashes with what waits, a hold or a pencil, and not with what has its time', () => {
    const waiting = booking({ status: 'pencil' })
    expect(clashOf(waiting, all, artist('ada'))).toBe(pencil)
    expect(clashOf(booking({ status: 'released' }), all, artist('ada'))).toBeNull()
    expect(clashOf(booking(), all, artist('ada'))).toBe(pencil)
    expect(clashOf(pencil, all, artist('ada'))).toBeNull()
  })
})

describe('a drop', () => {
  const draft = (from: number, to: number) => ({ id: 'b-1', rowId: 'ada', from, to })

  it('[BK19] keeps whole days whole, and the time of day with another artist', () => {
    const days = booking({ days: { from: '2026-06-01', to: '2026-06-02' } })
    const there = draft(wallOfDay('2026-06-03'), wallOfDay('2026-06-05'))
    expect(changeOfDrop(days, artist('ada'), there)).toEqual({
      days: { from: '2026-06-03', to: '2026-06-04' },
    })
    expect(changeOfDrop(booking(), artist('far', SYDNEY), draft(noon - 120, noon))).toEqual({
      artistId: 'far',
      startTime: '2026-06-01T00:00:00.000Z',
      endTime: '2026-06-01T02:00:00.000Z',
    })
  })
})

describe('the form of a time', () => {
  it('gives back what it was filled with; the last day is part of it', () => {
    const days = { from: wallOfDay('2026-06-01'), to: wallOfDay('2026-06-03') }
    expect(fieldsOfSpan(days, true)).toMatchObject({ fromDay: '2026-06-01', toDay: '2026-06-02' })
    expect(spanOfFields(fieldsOfSpan(days, true))).toEqual(days)
    const hours = { from: noon - 120, to: noon }
    expect(spanOfFields(fieldsOfSpan(hours, false))).toEqual(hours)
    expect(spanOfFields({ ...fieldsOfSpan(hours, false), toTime: '09:00' })).toBeNull()
    expect(spanOfFields({ ...fieldsOfSpan(hours, false), fromDay: '' })).toBeNull()
  })

  it('[MH2] [BK18] says what the clocks do to it, unless whole days are meant', () => {
    const gap = { from: wallOfDay('2026-03-29') + 90, to: wallOfDay('2026-03-29') + 240 }
    expect(clockNotes(gap, LONDON, false)).toEqual([
      { end: 'start', problem: 'gap', typedMin: gap.from, takenMin: gap.from + 60 },
    ])
    const twice = { from: wallOfDay('2026-10-25'), to: wallOfDay('2026-10-25') + 90 }
    expect(clockNotes(twice, LONDON, false)).toEqual([
      { end: 'end', problem: 'twice', typedMin: twice.to, takenMin: twice.to },
    ])
    expect(clockNotes(gap, LONDON, true)).toEqual([])
    expect(saidOf(gap, LONDON, false).startTime).toBe('2026-03-29T01:30:00.000Z')
  })
})

describe('a change', () => {
  it('is drawn before the server has answered, and has a way back', () => {
    const base = booking()
    const days = { days: { from: '2026-03-29', to: '2026-03-29' } }
    const after = changed(base, days, artist('ada'))
    expect([after.startTime, after.endTime]).toEqual(['2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z'])
    expect(wayBack(base)).toEqual({
      artistId: 'ada',
      startTime: base.startTime,
      endTime: base.endTime,
    })
    expect(wayBack(after)).toEqual({ artistId: 'ada', days: days.days })
  })

  it('[MH19] [BK21] clashes only where both changed the same to different values', () => {
    const base = booking()
    const change = { title: 'Mine', notes: 'note' }
    const mine = changed(base, change, artist('ada'))
    expect(fieldsOfChange(change)).toEqual(['title', 'notes'])
    expect(clashingFields(base, mine, booking({ title: 'Theirs' }), change)).toEqual(['title'])
    expect(clashingFields(base, mine, booking({ title: 'Mine' }), change)).toEqual([])
    expect(clashingFields(base, mine, booking({ endTime: '2026-06-01T12:00:00.000Z' }), change)).toEqual([])
  })
})
