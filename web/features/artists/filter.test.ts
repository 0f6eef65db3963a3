import { describe, expect, it } from 'vitest'
import type { ArtistView } from '../../../contracts/artists.ts'
import { artistsShown, changeable, changeOf, clashingFields, fieldsOf, plainAmount } from './filter.ts'

const defaults = { timeZone: 'Australia/Sydney', currency: 'AUD' }
const ada: ArtistView = {
  id: 'a-1' as ArtistView['id'],
  kind: 'person',
  name: 'Ada',
  headline: null,
  timeZone: 'Europe/London',
  skills: [{ name: 'Editing', level: 3 }],
  rate: { amount: '450.5000', currency: 'EUR', per: 'day' },
  capacity: 1,
  memberId: null,
  archivedAt: null,
  erasedAt: null,
  version: 2,
  createdAt: '2026-01-01T00:00:00Z',
}

describe('which artists are listed', () => {
  it('is read from the address, and is everybody active where it says nothing known', () => {
    expect(artistsShown({ q: ' a ', kind: 'room', archived: 'all', cursor: 'c' })).toEqual({
      text: 'a',
      kind: 'room',
      archived: 'all',
      cursor: 'c',
    })
    expect(artistsShown({ kind: 'robot', archived: 'x' })).toEqual({
      text: '',
      kind: null,
      archived: 'no',
      cursor: null,
    })
  })
})

describe('the form of an artist', () => {
  it('begins with the artist, or with the zone and currency of the workspace', () => {
    expect(fieldsOf(null, defaults)).toMatchObject({
      timeZone: 'Australia/Sydney',
      currency: 'AUD',
      amount: '',
    })
    expect(fieldsOf(ada, defaults)).toMatchObject({
      timeZone: 'Europe/London',
      amount: '450.5',
      currency: 'EUR',
    })
    expect(['450.0000', '87.5000', '100', '0.10'].map(plainAmount)).toEqual(['450', '87.5', '100', '0.1'])
  })

  it('holds what it says: empty skills are none, no amount is no rate', () => {
    const fields = { ...fieldsOf(ada, defaults), amount: ' ', skills: [{ name: ' ', level: 1 }] }
    expect(changeable(fields)).toMatchObject({ rate: null, skills: [] })
  })

  it('changes only what differs', () => {
    const before = fieldsOf(ada, defaults)
    expect(changeOf(before, { ...before })).toEqual({})
    expect(changeOf(before, { ...before, headline: 'Editor', amount: '500' })).toEqual({
      headline: 'Editor',
      rate: { amount: '500', currency: 'EUR', per: 'day' },
    })
  })

  it('clashes only where both changed the same to different values', () => {
    const base = fieldsOf(ada, defaults)
    const mine = { ...base, name: 'Ada K.', amount: '500' }
    expect(clashingFields(base, mine, { ...base, headline: 'x' })).toEqual([])
    expect(clashingFields(base, mine, { ...base, name: 'Ada K.' })).toEqual([])
    expect(clashingFields(base, mine, { ...base, name: 'Ada L.', amount: '600' })).toEqual(['name', 'rate'])
  })
})
