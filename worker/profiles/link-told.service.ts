import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { profileLinkAccepted, profileLinkAsked, profileLinkEnded } from '../workspaces/events.ts'
import { saidAccepted, saidAsked, saidEnded } from './rules/link-told.ts'

/**
 * Tells whom of this workspace it concerns what became of a link of an artist to a profile; of any other fact nobody. It runs in the
 * transaction in which the log hears of it, so they are told once.
 */
export async function tellOfLink(
  tx: TenantTx,
  fact: { type: string; data: unknown },
  by: Telling,
): Promise<NewEvent[]> {
  const notice = await noticeOf(tx, fact)
  // Who asked may have erased their account.
  return notice === null || notice.personId === '' ? [] : tell(tx, [notice], by)
}

async function noticeOf(tx: TenantTx, { type, data }: { type: string; data: unknown }) {
  switch (type) {
    case profileLinkAsked.name: {
      const { workspaceName, profileId, linkId, tellId } = profileLinkAsked.data.parse(data)
      // The log of the studio hears of its own request; there is nobody to tell.
      if (workspaceName === undefined) return null
      const about = { kind: 'profile_link.asked' as const, subject: `profile:${profileId}` }
      return { ...about, ...saidAsked(workspaceName), personId: tellId, dedupeKey: `link:${linkId}:asked` }
    }
    case profileLinkAccepted.name: {
      const { artistId, linkId, tellId } = profileLinkAccepted.data.parse(data)
      if (artistId === undefined) return null
      const about = { kind: 'profile_link.moved' as const, subject: `artist:${artistId}` }
      const name = (await readArtist(tx, artistId))?.name ?? ''
      return { ...about, ...saidAccepted(name), personId: tellId, dedupeKey: `link:${linkId}:accepted` }
    }
    case profileLinkEnded.name: {
      const { artistId, profileId, workspaceName, linkId, tellId, how } = profileLinkEnded.data.parse(data)
      const name = artistId === undefined ? null : ((await readArtist(tx, artistId))?.name ?? '')
      const said = saidEnded(how, name === null ? { workspaceName: workspaceName ?? '' } : { name })
      if (said === null) return null
      const subject = artistId === undefined ? `profile:${profileId}` : `artist:${artistId}`
      const about = { kind: 'profile_link.moved' as const, subject, personId: tellId }
      return { ...about, ...said, dedupeKey: `link:${linkId}:ended` }
    }
    default:
      return null
  }
}
