import { describe, expect, it } from 'vitest'
import type { ArtistView } from '../../../contracts/artists.ts'
import { artistsShown, bookingsShown, filtersSet, groupOf, skillsOf, statesText } from './shown.ts'

const TODAY = '2026-11-26'
const usual = ['hold', 'pencil', 'confirmed', 'completed']

function artist(name: string, more: Partial<ArtistView> = {}): ArtistView {
  const id = name as ArtistView['id']
  const base = { id, kind: 'person' as const, name, headline: null, timeZone: 'UTC', skills: [], rate: null }
  return {
    ...base,
    capacity: 1,
    memberId: null,
    archivedAt: null,
    erasedAt: null,
    version: 1,
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  }
}

describe('what the page of bookings shows', () => {
  it('is this week and everybody where the address says nothing it knows', () => {
    const shown = bookingsShown({ zoom: 'year', at: '2026-02-30', kind: 'robot', state: 'x' }, TODAY)
    expect(shown).toEqual({
      view: 'grid',
      zoom: 'week',
      day: TODAY,
      kind: null,
      states: usual,
      skill: null,
      text: '',
      openId: null,
    })
  })

  it('is read from the address', () => {
    const address = {
      view: 'list',
      zoom: 'month',
      at: '2027-03-10',
      kind: 'room',
      state: 'ended,hold',
      skill: 'Editing',
      q: ' ada ',
      open: 'booking:b-1',
    }
    expect(bookingsShown(address, TODAY)).toEqual({
      view: 'list',
      zoom: 'month',
      day: '2027-03-10',
      kind: 'room',
      states: ['ended', 'hold'],
      skill: 'Editing',
      text: 'ada',
      openId: 'b-1',
    })
    expect(bookingsShown({ open: 'task:t-1' }, TODAY).openId).toBeNull()
  })

  it('leaves usual values out of the address, and counts the filters that are set', () => {
    expect(statesText(['completed', 'hold', 'pencil', 'confirmed'])).toBeNull()
    expect(statesText([])).toBeNull()
    expect(statesText(['ended', 'hold'])).toBe('hold,ended')
    expect(filtersSet(bookingsShown({}, TODAY))).toBe(0)
    expect(filtersSet(bookingsShown({ kind: 'kit', skill: 'x', state: 'hold' }, TODAY))).toBe(3)
  })

  it('puts every status into one group', () => {
    expect(['hold', 'pencil', 'confirmed', 'completed'].map((one) => groupOf(one as 'hold'))).toEqual(usual)
    for (const ended of ['released', 'expired', 'cancelled', 'declined'] as const)
      expect(groupOf(ended)).toBe('ended')
  })
})

describe('whom the filters leave', () => {
  const ada = artist('Ada', { skills: [{ name: 'Editing', level: 3 }], headline: 'Photographer' })
  const room = artist('Studio', { kind: 'room' })
  const gone = artist('Bo', { archivedAt: '2026-01-01T00:00:00Z', skills: [{ name: 'editing', level: 1 }] })
  const all = [ada, room, gone]
  const none = { kind: null, skill: null, text: '' }
  const names = (filter: Partial<typeof none> & object, booked: string[] = []) =>
    artistsShown(all, { ...none, ...filter }, new Set(booked)).map(({ name }) => name)

  it('is everybody who is not archived, and who is while a booking of theirs is on screen', () => {
    expect(names({})).toEqual(['Ada', 'Studio'])
    expect(names({}, ['Bo'])).toEqual(['Ada', 'Studio', 'Bo'])
  })

  it('matches kind, skill and text, whatever the case', () => {
    expect(artistsShown(all, { ...none, kind: 'room' }, new Set())).toEqual([room])
    expect(artistsShown(all, { ...none, skill: 'EDITING' }, new Set(['Bo']))).toEqual([ada, gone])
    expect(names({ text: 'photo' })).toEqual(['Ada'])
    expect(names({ text: 'edit' })).toEqual(['Ada'])
  })

  it('lists each skill once', () => {
    expect(skillsOf(all)).toEqual(['Editing'])
  })
})
