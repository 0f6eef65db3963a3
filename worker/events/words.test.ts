import { describe, expect, it } from 'vitest'
import { putWords, takeWords, type WordPlace } from './words.ts'

const places: WordPlace[] = ['/before/name', '/after/name', '/after/skills', '/after/rate', '/title']
const data = {
  artistId: 'a1',
  before: { name: 'Ada', version: 1 },
  after: { name: 'Ada Kern', skills: [{ name: 'Sound', level: 2 }], rate: null, version: 2 },
}

describe('words of an event', () => {
  it('[SN60] are taken out of their places and put back as they were', () => {
    const { rest, words } = takeWords(data, places)
    expect(rest).toEqual({ artistId: 'a1', before: { version: 1 }, after: { rate: null, version: 2 } })
    expect(Object.keys(words)).toEqual(['/before/name', '/after/name', '/after/skills'])
    expect(putWords(rest, words)).toEqual(data)
    expect(data.before.name).toBe('Ada')
  })

  it('[SN60] are none where their places are not there', () => {
    expect(takeWords({ artistId: 'a1', before: null }, places)).toEqual({
      rest: { artistId: 'a1', before: null },
      words: {},
    })
    expect(putWords({ artistId: 'a1' }, { '/after/name': '"Ada"' })).toEqual({ artistId: 'a1' })
  })
})
