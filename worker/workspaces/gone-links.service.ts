import { openControl } from '../../db/d1/client.ts'
import { endOfProfile } from './profile-links.repository.ts'
import { endLinkOfArtist as endOfArtist } from './profile-links.ts'

/** Ends every request for a profile that was removed, and every link to it; workspaces hear of it by the outbox. */
export const endLinksOfProfile = (binding: D1Database, profileId: string, now: Date): Promise<void> =>
  endOfProfile(openControl(binding), profileId, now)

/** Ends the request or link of an artist who was erased; both workspaces hear of it by the outbox. */
export const endLinkOfArtist = (
  binding: D1Database,
  artist: { tenantId: string; artistId: string },
  deps: { now: () => Date; newId: () => string },
): Promise<void> => endOfArtist({ ...deps, db: openControl(binding) }, artist)
