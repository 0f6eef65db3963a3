import type { ProfileLinkState } from '../../contracts/profile-links.ts'
import { err, ok, type Result, unreachable } from '../../contracts/result.ts'

/** Which side of a link acts: the workspace of the artist, or whoever the profile belongs to. */
export type LinkSide = 'studio' | 'owner'

export interface LinkSettled {
  code: 'link_settled'
  state: ProfileLinkState
}

/** What an end of a link is called in the logs. */
export type LinkEnding = 'declined' | 'withdrawn' | 'ended_by_owner' | 'ended_by_studio'

/** Only whoever was asked says yes, and only while the request stands. Null: it is linked already. */
export function decideAccept(state: ProfileLinkState): Result<'linked' | null, LinkSettled> {
  if (state === 'linked') return ok(null)
  return state === 'asked' ? ok('linked') : err({ code: 'link_settled', state })
}

/** Either side ends a link at any time. A request is declined by the one and withdrawn by the other. */
export function decideEnd(
  state: ProfileLinkState,
  by: LinkSide,
): Result<{ state: 'declined' | 'withdrawn' | 'ended'; how: LinkEnding }, LinkSettled> {
  switch (state) {
    case 'asked': {
      const refused = by === 'owner' ? 'declined' : 'withdrawn'
      return ok({ state: refused, how: refused })
    }
    case 'linked':
      return ok({ state: 'ended', how: by === 'owner' ? 'ended_by_owner' : 'ended_by_studio' })
    case 'declined':
    case 'withdrawn':
    case 'ended':
      return err({ code: 'link_settled', state })
    default:
      return unreachable(state)
  }
}
