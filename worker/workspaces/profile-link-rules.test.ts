import { describe, expect, it } from 'vitest'
import { ProfileLinkState } from '../../contracts/profile-links.ts'
import { decideAccept, decideEnd } from './profile-link-rules.ts'

const states = ProfileLinkState.options

describe('a link of an artist to a profile', () => {
  it('[JB27] [JB29] is accepted while it is asked for, and once more changes nothing', () => {
    const accepted = states.map((state) => {
      const decided = decideAccept(state)
      return [state, decided.ok ? decided.value : decided.error.code]
    })
    expect(accepted).toEqual([
      ['asked', 'linked'],
      ['linked', null],
      ['declined', 'link_settled'],
      ['withdrawn', 'link_settled'],
      ['ended', 'link_settled'],
    ])
  })

  it('[JB29] is ended by either side, each in its own words, and what was settled stays as it is', () => {
    const ended = (by: 'studio' | 'owner') =>
      states.map((state) => {
        const decided = decideEnd(state, by)
        return decided.ok ? `${decided.value.state} ${decided.value.how}` : `${state} ${decided.error.code}`
      })
    const settled = ['declined link_settled', 'withdrawn link_settled', 'ended link_settled']
    expect(ended('owner')).toEqual(['declined declined', 'ended ended_by_owner', ...settled])
    expect(ended('studio')).toEqual(['withdrawn withdrawn', 'ended ended_by_studio', ...settled])
  })
})
