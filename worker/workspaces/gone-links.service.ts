import { openControl } from '../../db/d1/client.ts'
import { endOfProfile } from './profile-links.repository.ts'

/** Ends every request for a profile that was removed, and every link to it; workspaces hear of it by the outbox. */
export const endLinksOfProfile = (binding: D1Database, profileId: string, now: Date): Promise<void> =>
  endOfProfile(openControl(binding), profileId, now)
