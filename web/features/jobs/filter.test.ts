import { expect, it } from 'vitest'
import { addressOf, isNarrowed, jobsShown, searchOf } from './filter.ts'

it('[MH17] [JB3] reads the board from the address, and leaves out what the server would refuse', () => {
  const shown = jobsShown({ q: ' sound ', place: 'remote', from: '2026-05-01', to: 'soon', rate: '280.5' })
  expect(shown).toEqual({
    ...{ show: 'board', text: 'sound', place: 'remote', from: '2026-05-01', to: null },
    ...{ minRate: '280.5', cursor: null },
  })
  expect([isNarrowed(shown), isNarrowed(jobsShown({ show: 'own', place: 'moon' }))]).toEqual([true, false])
})

it('[JB19] keeps what narrows the board, and leads back to it', () => {
  const search = { q: 'sound', place: 'remote', from: '2026-05-01', rate: '280.5' }
  const kept = searchOf(jobsShown(search), 'EUR')
  expect(kept).toEqual({
    ...{ q: 'sound', remote: true, from: '2026-05-01' },
    ...{ minRate: '280.5', currency: 'EUR', per: 'day' },
  })
  const address = addressOf(kept ?? {})
  expect(address).toEqual({ ...search, to: null, show: null, cursor: null })
  expect(addressOf({ q: 'mix', skills: ['Live sound'], remote: false })).toMatchObject({
    q: 'mix Live sound',
    place: 'site',
  })
  expect(searchOf(jobsShown({ show: 'saved' }), 'EUR')).toBeNull()
})
