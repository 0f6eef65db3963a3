import { z } from 'zod'
import { ProfileCardView } from './artist-profiles.ts'
import { ArtistId, ArtistProfileId, JobApplicationId, ProfileLinkId } from './ids.ts'

/**
 * An artist of a workspace is linked to somebody's profile once that person says so. `withdrawn`: the workspace took its request back;
 * `declined`: the person said no; `ended`: either of them ended it.
 */
export const ProfileLinkState = z.enum(['asked', 'linked', 'declined', 'withdrawn', 'ended'])
export type ProfileLinkState = z.infer<typeof ProfileLinkState>

const times = {
  askedAt: z.iso.datetime(),
  /** When the person said yes or no. */
  answeredAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
}

/** A link as the workspace of the artist reads it. */
export const ProfileLinkView = z.object({
  id: ProfileLinkId,
  artistId: ArtistId,
  profileId: ArtistProfileId,
  state: ProfileLinkState,
  ...times,
  /** The card as it is now, while the link stands; null also while its owner shows it to nobody. */
  card: ProfileCardView.nullable(),
})
export type ProfileLinkView = z.infer<typeof ProfileLinkView>

/** The same as whoever the profile belongs to reads it; the artist is the workspace's own affair. */
export const OwnProfileLinkView = z.object({
  id: ProfileLinkId,
  profileId: ArtistProfileId,
  workspaceName: z.string(),
  state: ProfileLinkState,
  ...times,
})
export type OwnProfileLinkView = z.infer<typeof OwnProfileLinkView>

/** Query of GET /api/v1/profile-links: the newest link of one artist, whatever became of it. */
export const ProfileLinksQuery = z.strictObject({ artistId: ArtistId })
export type ProfileLinksQuery = z.infer<typeof ProfileLinksQuery>

/** Body of POST /api/v1/profile-links: for somebody on the board, or for whoever was hired by an application. */
export const AskProfileLink = z.union([
  z.strictObject({ artistId: ArtistId, profileId: ArtistProfileId }),
  z.strictObject({ artistId: ArtistId, applicationId: JobApplicationId }),
])
export type AskProfileLink = z.infer<typeof AskProfileLink>

/** What the object of a workspace is asked before its artist may be linked. Both sides are built together, so it is typed and not parsed. */
export interface AskedLinkTarget {
  v: 1
  artistId: string
  /** Null: somebody on the board is meant. */
  applicationId: string | null
}

/** Whose profile an application brought. */
export interface HiredProfile {
  profileId: string
  profileTenantId: string
  personId: string
}

/** Why an artist cannot be linked to what was named. */
export interface LinkTargetRefusal {
  code: 'not_found' | 'not_a_person' | 'not_hired'
}
