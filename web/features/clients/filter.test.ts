import { describe, expect, it } from 'vitest'
import { changeOf, clashes, clientsShown, merged } from './filter.ts'

const base = { name: 'Kelpline', externalId: 'K-1', industry: '' }

describe('which clients are listed', () => {
  it('is read from the address, and is the open ones where it says nothing known', () => {
    expect(clientsShown({ q: ' kelp ', archived: 'all', cursor: 'c1' })).toEqual({
      text: 'kelp',
      archived: 'all',
      cursor: 'c1',
    })
    expect(clientsShown({ archived: 'maybe', q: ['a', 'b'] })).toEqual({
      text: 'a',
      archived: 'no',
      cursor: null,
    })
  })
})

describe('a change of a client', () => {
  it('holds only what differs, and an emptied industry as none', () => {
    expect(changeOf(base, { ...base })).toEqual({})
    expect(changeOf({ ...base, industry: 'Retail' }, { ...base, name: 'Kelp' })).toEqual({
      name: 'Kelp',
      industry: null,
    })
  })

  it('clashes only where both moved the same field to different values', () => {
    const mine = { ...base, name: 'Kelp & Co', industry: 'Retail' }
    expect(clashes(base, mine, { ...base, externalId: 'K-2' })).toEqual([])
    expect(clashes(base, mine, { ...base, name: 'Kelp & Co' })).toEqual([])
    expect(clashes(base, mine, { ...base, name: 'Kelpline Ltd' })).toEqual(['name'])
  })

  it('keeps what the other person changed elsewhere', () => {
    const mine = { ...base, name: 'Kelp & Co' }
    expect(merged(base, mine, { ...base, externalId: 'K-2' })).toEqual({
      name: 'Kelp & Co',
      externalId: 'K-2',
      industry: '',
    })
  })
})
