import type { AskedLinkTarget, HiredProfile, LinkTargetRefusal } from '../../contracts/profile-links.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { readApplication } from '../applications/service.ts'
import { readArtist } from '../artists/service.ts'
import type { Tenant } from './tenant.ts'

/** What this workspace has to say before its artist is linked: whether it is a person, and whose profile an application brought. */
export async function findLinkTarget(
  tenant: Tenant,
  { artistId, applicationId }: AskedLinkTarget,
): Promise<Result<{ profile: HiredProfile | null }, LinkTargetRefusal>> {
  const ready = await tenant.ready()
  if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
  const [artist, application] = await tenant.read((tx) =>
    Promise.all([
      readArtist(tx, artistId),
      applicationId === null ? null : readApplication(tx, applicationId),
    ]),
  )
  if (artist === null || artist.erasedAt !== null) return err({ code: 'not_found' })
  if (artist.kind !== 'person') return err({ code: 'not_a_person' })
  if (applicationId === null) return ok({ profile: null })
  if (application === null) return err({ code: 'not_found' })
  if (application.stage !== 'hired' || application.artistId !== artistId) return err({ code: 'not_hired' })
  const { profileId, profileTenantId, personId } = application
  return ok({ profile: { profileId, profileTenantId, personId } })
}
