import type { ProfileCard } from '../../contracts/artist-profiles.ts'
import { ArtistId, ArtistProfileId, ProfileLinkId } from '../../contracts/ids.ts'
import { PROFILE_LINK_AGAIN_DAYS, PROFILE_LINKS_ASKED_MAX } from '../../contracts/limits.ts'
import type { AskProfileLink, OwnProfileLinkView, ProfileLinkView } from '../../contracts/profile-links.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { ControlDeps } from './deps.ts'
import { type NewEvent, profileLinkAccepted, profileLinkAsked, profileLinkEnded } from './events.ts'
import type { NewFact } from './facts.repository.ts'
import { pushOutbox } from './outbox.ts'
import { decideAccept, decideEnd, type LinkSettled, type LinkSide } from './profile-link-rules.ts'
import * as rows from './profile-links.repository.ts'

/** Whoever is on the other side is no member, so the log of this side speaks of the desk of links. */
const DESK_ACTOR = 'system:profile_links'
const DAY_MS = 24 * 60 * 60 * 1000
/** Requests and links of one person; nobody has as many. */
const LISTED_MAX = 200

/** Somebody and the workspace they are in. */
export interface LinkActor {
  tenantId: string
  id: string
}

type FactDeps = Pick<ControlDeps, 'db' | 'now' | 'newId'>

interface LinkDeps extends ControlDeps {
  /** The card of somebody on the board. */
  findCard: (profileId: string) => Promise<ProfileCard | null>
}

const timesOf = ({ askedAt, answeredAt, endedAt }: rows.ProfileLink) => ({
  askedAt: askedAt.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
})

/** The card is read anew each time, so a later change of it is seen, and one that is not shown any more is not. */
async function studioView(deps: LinkDeps, link: rows.ProfileLink): Promise<ProfileLinkView> {
  const card = link.state === 'linked' ? await deps.findCard(link.profileId) : null
  return {
    id: ProfileLinkId.parse(link.id),
    artistId: ArtistId.parse(link.artistId),
    profileId: ArtistProfileId.parse(link.profileId),
    state: link.state,
    ...timesOf(link),
    card: card === null ? null : { ...card, isOwn: false },
  }
}

const ownView = ({ link, workspaceName }: rows.OwnLink): OwnProfileLinkView => ({
  id: ProfileLinkId.parse(link.id),
  profileId: ArtistProfileId.parse(link.profileId),
  workspaceName,
  state: link.state,
  ...timesOf(link),
})

/** The newest link of an artist of the workspace. */
export async function readLinkOfArtist(
  deps: LinkDeps,
  tenantId: string,
  artistId: string,
): Promise<ProfileLinkView | null> {
  const link = await rows.findOfArtist(deps.db, tenantId, artistId)
  return link === null ? null : studioView(deps, link)
}

/** Requests and links of the caller's profile in this workspace. */
export async function readOwnLinks(deps: ControlDeps, owner: LinkActor): Promise<OwnProfileLinkView[]> {
  const found = await rows.listOwn(deps.db, ownerOf(owner), LISTED_MAX)
  return found.map(ownView)
}

const ownerOf = ({ id, tenantId }: LinkActor) => ({ personId: id, tenantId })

export type AskRefusal =
  | { code: 'not_found' | 'not_a_person' | 'not_hired' | 'profile_gone' | 'link_standing' }
  | { code: 'link_refused_lately'; until: string }
  | { code: 'limit_reached'; limit: number }

/** Asks whoever a profile belongs to whether an artist of the workspace may be linked to it. Nothing is seen before they say yes. */
export async function askLink(
  deps: LinkDeps,
  actor: LinkActor,
  asked: AskProfileLink,
): Promise<Result<ProfileLinkView, AskRefusal>> {
  const { db } = deps
  const { tenantId } = actor
  const applicationId = 'applicationId' in asked ? asked.applicationId : null
  const target = await deps.openTenant(tenantId).linkTarget({ v: 1, artistId: asked.artistId, applicationId })
  if (!target.ok) return target
  const profile = 'profileId' in asked ? await rows.findOnBoard(db, asked.profileId) : target.value.profile
  if (profile === null) return err({ code: 'not_found' })
  const askedAt = deps.now()
  const again = PROFILE_LINK_AGAIN_DAYS * DAY_MS
  const refusedAt = await rows.findRefusal(
    db,
    { tenantId, personId: profile.personId },
    new Date(askedAt.getTime() - again),
  )
  if (refusedAt !== null)
    return err({ code: 'link_refused_lately', until: new Date(refusedAt.getTime() + again).toISOString() })
  if ((await rows.countAsked(db, tenantId)) >= PROFILE_LINKS_ASKED_MAX)
    return err({ code: 'limit_reached', limit: PROFILE_LINKS_ASKED_MAX })
  const made = {
    ...{ id: deps.newId(), tenantId, artistId: asked.artistId, askedBy: actor.id, askedAt },
    ...profile,
  }
  const { artistId, profileId, profileTenantId, personId } = made
  const facts = await factsOf(deps, made, 'studio', actor, (subject, said) =>
    profileLinkAsked.of(subject, said),
  )
  if (!(await rows.insertLink(db, made, facts))) {
    const standing = await rows.findOfArtist(db, tenantId, artistId)
    const isHere = standing !== null && (standing.state === 'asked' || standing.state === 'linked')
    // The same asked twice is asked once.
    if (isHere && standing.profileId === profileId) return ok(await studioView(deps, standing))
    const isKept = await rows.isProfileKept(db, { profileTenantId, personId })
    return err({ code: isKept ? 'link_standing' : 'profile_gone' })
  }
  await tellBoth(deps, made)
  return ok(await studioView(deps, { ...made, state: 'asked', answeredAt: null, endedAt: null }))
}

/** Says yes for whoever the profile belongs to: from now on the workspace sees its card as it is. */
export async function acceptLink(
  deps: ControlDeps,
  owner: LinkActor,
  id: string,
): Promise<Result<OwnProfileLinkView, { code: 'not_found' } | LinkSettled>> {
  const found = await rows.findOwn(deps.db, ownerOf(owner), id)
  if (found === null) return err({ code: 'not_found' })
  const { link, workspaceName } = found
  const decided = decideAccept(link.state)
  if (!decided.ok) return decided
  if (decided.value === null) return ok(ownView(found))
  const facts = await factsOf(deps, link, 'owner', owner, (subject, said) =>
    profileLinkAccepted.of(subject, said),
  )
  const to = { state: decided.value, answeredAt: deps.now() }
  if (!(await rows.moveLink(deps.db, link, to, facts))) return acceptLink(deps, owner, id)
  await tellBoth(deps, link)
  return ok(ownView({ link: { ...link, ...to }, workspaceName }))
}

/** The owner's end of a request or link: the workspace sees nothing of the profile any more, and does not ask again for a while. */
export async function endOwnLink(
  deps: ControlDeps,
  owner: LinkActor,
  id: string,
): Promise<Result<OwnProfileLinkView, { code: 'not_found' } | LinkSettled>> {
  const found = await rows.findOwn(deps.db, ownerOf(owner), id)
  if (found === null) return err({ code: 'not_found' })
  const ended = await endLink(deps, found.link, 'owner', owner)
  if (!ended.ok) return ended
  if (ended.value === null) return endOwnLink(deps, owner, id)
  return ok(ownView({ ...found, link: ended.value }))
}

/** The workspace's end of a request or link. */
export async function endStudioLink(
  deps: LinkDeps,
  actor: LinkActor,
  id: string,
): Promise<Result<ProfileLinkView, { code: 'not_found' } | LinkSettled>> {
  const link = await rows.findOfStudio(deps.db, actor.tenantId, id)
  if (link === null) return err({ code: 'not_found' })
  const ended = await endLink(deps, link, 'studio', actor)
  if (!ended.ok) return ended
  if (ended.value === null) return endStudioLink(deps, actor, id)
  return ok(await studioView(deps, ended.value))
}

/** Null: the link moved meanwhile, so what becomes of it has to be decided anew. */
async function endLink(
  deps: ControlDeps,
  link: rows.ProfileLink,
  side: LinkSide,
  by: LinkActor,
): Promise<Result<rows.ProfileLink | null, LinkSettled>> {
  const decided = decideEnd(link.state, side)
  if (!decided.ok) return decided
  const { state, how } = decided.value
  const facts = await factsOf(deps, link, side, by, (subject, said) =>
    profileLinkEnded.of(subject, { ...said, how }),
  )
  const at = deps.now()
  const when = state === 'declined' ? { answeredAt: at } : { endedAt: at }
  if (!(await rows.moveLink(deps.db, link, { state, ...when, isRefused: side === 'owner' }, facts)))
    return ok(null)
  await tellBoth(deps, link)
  return ok({ ...link, state, ...when })
}

/** The end of whatever stands of an artist who was erased: it is the desk's doing, and the owner of the profile is told of it as of any end. */
export async function endLinkOfArtist(
  deps: FactDeps,
  artist: { tenantId: string; artistId: string },
): Promise<void> {
  const link = await rows.findOfArtist(deps.db, artist.tenantId, artist.artistId)
  const decided = link === null ? null : decideEnd(link.state, 'studio')
  if (link === null || !decided?.ok) return
  const { state, how } = decided.value
  const facts = await factsOf(deps, link, 'studio', null, (subject, said) =>
    profileLinkEnded.of(subject, { ...said, how }),
  )
  const moved = await rows.moveLink(deps.db, link, { state, endedAt: deps.now() }, facts)
  // It moved meanwhile, so what becomes of it has to be decided anew.
  if (!moved) await endLinkOfArtist(deps, artist)
}

interface Said {
  linkId: string
  profileId: string
  artistId?: string
  workspaceName?: string
  tellId: string
}

type Sides = Pick<
  rows.ProfileLink,
  'id' | 'tenantId' | 'artistId' | 'profileId' | 'profileTenantId' | 'personId' | 'askedBy'
>

/** What happened to a link, for the logs of both sides: each names its own, and only the side that acts names who. */
async function factsOf(
  deps: FactDeps,
  link: Sides,
  side: LinkSide,
  by: LinkActor | null,
  eventOf: (subject: string, said: Said) => NewEvent,
): Promise<NewFact[]> {
  const { id: linkId, profileId, artistId } = link
  const at = deps.now()
  const workspaceName = await rows.findWorkspaceName(deps.db, link.tenantId)
  const actorOf = (of: LinkSide) => (of === side && by !== null ? `person:${by.id}` : DESK_ACTOR)
  return [
    {
      ...{ id: deps.newId(), tenantId: link.tenantId, actor: actorOf('studio'), at },
      event: eventOf(`artist:${artistId}`, { linkId, profileId, artistId, tellId: link.askedBy }),
    },
    {
      ...{ id: deps.newId(), tenantId: link.profileTenantId, actor: actorOf('owner'), at },
      event: eventOf(`profile:${profileId}`, { linkId, profileId, workspaceName, tellId: link.personId }),
    },
  ]
}

async function tellBoth(deps: ControlDeps, link: Pick<Sides, 'tenantId' | 'profileTenantId'>): Promise<void> {
  for (const tenantId of new Set([link.tenantId, link.profileTenantId])) await pushOutbox(deps, tenantId)
}
