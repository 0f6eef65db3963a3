import {
  type ArtistProfileView,
  KeptProfile,
  type ProfileCard,
  type ProfileVisibility,
} from '../../contracts/artist-profiles.ts'
import { ArtistProfileId } from '../../contracts/ids.ts'
import type { PersonalFields, SealedPersonal } from '../../contracts/personal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { profileChanged, profileCreated, profileRemoved } from './events.ts'
import * as rows from './repository.ts'

export type { StoredProfile } from './repository.ts'

type Open = (sealed: readonly SealedPersonal[]) => Promise<(PersonalFields | null)[]>

/** What a command gives back: which profile, for its answer is opened afterwards and stored nowhere. */
interface Changed {
  view: { id: string }
  events: NewEvent[]
}

const subjectOf = (id: string) => `profile:${id}`

/** The profile of a person in this workspace, sealed; null when they keep none here. */
export const readProfile = (tx: TenantTx, personId: string): Promise<rows.StoredProfile | null> =>
  rows.findOfPerson(tx, personId)

/** What a profile says, as it is sealed. */
export const toPersonal = (fields: KeptProfile): PersonalFields => ({ profile: JSON.stringify(fields) })

/** A stored profile opened; null once the person erased their account. */
export async function openProfile(stored: rows.StoredProfile, open: Open): Promise<ArtistProfileView | null> {
  const [opened] = await open([stored.sealed])
  if (opened?.profile === undefined) return null
  const { visibility, version, createdAt } = stored
  return {
    ...KeptProfile.parse(JSON.parse(opened.profile)),
    ...{ id: ArtistProfileId.parse(stored.id), visibility, isOwn: true, version, createdAt },
  }
}

/** What is kept of an opened profile. */
export function keptOf(view: ArtistProfileView): KeptProfile {
  const {
    id: _id,
    visibility: _visibility,
    isOwn: _own,
    version: _version,
    createdAt: _since,
    ...kept
  } = view
  return kept
}

/** What others may have of a profile. */
export function cardOf(view: ArtistProfileView): ProfileCard {
  const { busy: _busy, visibility: _visibility, isOwn: _own, createdAt: _since, ...card } = view
  return card
}

/** Makes somebody's profile in this workspace; there is one for each. */
export async function createProfile(
  tx: TenantTx,
  row: Pick<rows.StoredProfile, 'id' | 'personId' | 'sealed' | 'visibility'>,
  at: Date,
): Promise<Result<Changed, { code: 'already_exists'; details: { field: string } }>> {
  if (!(await rows.insertProfile(tx, row, at)))
    return err({ code: 'already_exists', details: { field: 'id' } })
  const { id, visibility } = row
  return ok({ view: { id }, events: [profileCreated.of(subjectOf(id), { profileId: id, visibility })] })
}

export type ChangeProfileRefusal = { code: 'not_found' } | { code: 'stale_version' }

/** Changes a profile at the version its owner saw. `fields` names what is said anew. */
export async function changeProfile(
  tx: TenantTx,
  of: { id: string; personId: string; version: number },
  said: { sealed: SealedPersonal; visibility: ProfileVisibility; fields: string[] },
): Promise<Result<Changed, ChangeProfileRefusal>> {
  const { id, personId, version } = of
  const before = await rows.lockOfPerson(tx, personId)
  if (before?.id !== id) return err({ code: 'not_found' })
  if (before.version !== version) return err({ code: 'stale_version' })
  const { sealed, visibility, fields } = said
  await rows.updateProfile(tx, id, { sealed, visibility })
  const changed = profileChanged.of(subjectOf(id), { profileId: id, visibility, fields })
  return ok({ view: { id }, events: [changed] })
}

/** Empties a profile for good. The row stays, so that its card is taken away for certain. */
export async function removeProfile(
  tx: TenantTx,
  of: { id: string; personId: string; version: number },
  at: Date,
): Promise<Result<Changed, ChangeProfileRefusal>> {
  const { id, personId, version } = of
  const before = await rows.lockOfPerson(tx, personId)
  if (before?.id !== id) return err({ code: 'not_found' })
  if (before.version !== version) return err({ code: 'stale_version' })
  const empty = { of: personId, box: null }
  await rows.updateProfile(tx, id, { sealed: empty, visibility: 'private', deletedAt: at.toISOString() })
  return ok({ view: { id }, events: [profileRemoved.of(subjectOf(id), { profileId: id })] })
}

/** Has the card of a person copied anew, and with it their files looked through: what they said of themselves is gone. */
export const recopyProfile = (tx: TenantTx, personId: string): Promise<void> =>
  rows.markUncopied(tx, personId)

/** Profiles whose card is not copied as they are. */
export const listUncopiedProfiles = (tx: TenantTx, limit: number): Promise<rows.StoredProfile[]> =>
  rows.listUncopied(tx, limit)

export const markProfileCopied = (tx: TenantTx, id: string, version: number): Promise<void> =>
  rows.markCopied(tx, id, version)
