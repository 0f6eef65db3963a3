import { expect, it } from 'vitest'
import { isNarrowed, jobsShown } from './filter.ts'

it('[JB3] reads the board from the address, and leaves out what the server would refuse', () => {
  const shown = jobsShown({ q: ' sound ', place: 'remote', from: '2026-05-01', to: 'soon', rate: '280.5' })
  expect(shown).toEqual({
    ...{ show: 'board', text: 'sound', place: 'remote', from: '2026-05-01', to: null },
    ...{ minRate: '280.5', cursor: null },
  })
  expect([isNarrowed(shown), isNarrowed(jobsShown({ show: 'own', place: 'moon' }))]).toEqual([true, false])
})
