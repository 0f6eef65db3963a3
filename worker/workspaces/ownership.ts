import {
  type OfferOwnership,
  OWNERSHIP_OFFER_DAYS,
  type OwnershipOfferView,
} from '../../contracts/ownership.ts'
import { roleNames } from '../../contracts/permissions.ts'
import type { Role } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { ownershipOfferMail } from '../auth/invitation-mails.ts'
import { findMemberOf } from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { ownershipAccepted, ownershipEnded, ownershipOffered } from './events.ts'
import { factBy } from './facts.ts'
import type { Inviter } from './invitations.ts'
import { pushOutbox } from './outbox.ts'
import {
  acceptOffer,
  closeOffer,
  findOpenOffer,
  insertOffer,
  type OwnershipOffer,
} from './ownership.repository.ts'
import { findWorkspace } from './repository.ts'
import { findRole } from './roles.repository.ts'
import type { Told } from './service.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type OfferError =
  | { code: 'not_found' }
  | { code: 'forbidden'; role: Role | 'custom' }
  | { code: 'already_exists'; field: 'personId' }

const toView = (offer: OwnershipOffer): OwnershipOfferView => ({
  id: offer.id,
  from: offer.from,
  to: { personId: offer.to.personId, name: offer.to.name },
  thenRole: offer.thenRole.id,
  thenRoleName: offer.thenRole.name,
  createdAt: offer.createdAt.toISOString(),
  endsAt: offer.endsAt.toISOString(),
})

const isOwner = (actor: Inviter) => actor.role === 'owner'

/** The offer that waits, for the owners of the workspace and for whom it is made. Nobody else hears of it. */
export async function readOffer(deps: ControlDeps, actor: Inviter): Promise<OwnershipOfferView | null> {
  const offer = await findOpenOffer(deps.db, actor.tenantId, deps.now())
  return offer && (isOwner(actor) || offer.to.personId === actor.id) ? toView(offer) : null
}

/** Offers ownership to another member, in place of an offer made before, and tells them by mail. */
export async function offerOwnership(
  deps: ControlDeps,
  actor: Inviter,
  input: OfferOwnership,
): Promise<Result<OwnershipOfferView, OfferError>> {
  const { tenantId } = actor
  if (!isOwner(actor)) return err({ code: 'forbidden', role: actor.role })
  const [to, thenRole, found] = await Promise.all([
    findMemberOf(deps.db, tenantId, input.personId),
    findRole(deps.db, tenantId, input.thenRole),
    findWorkspace(deps.db, tenantId),
  ])
  if (to === null || thenRole === null || found === null) return err({ code: 'not_found' })
  if (to.role.role === 'owner') return err({ code: 'already_exists', field: 'personId' })
  const now = deps.now()
  const endsAt = new Date(now.getTime() + OWNERSHIP_OFFER_DAYS * DAY_MS)
  const made = {
    id: deps.newId(),
    tenantId,
    fromId: actor.id,
    toId: input.personId,
    thenRole: thenRole.id,
    now,
    endsAt,
  }
  const event = ownershipOffered.of(`person:${input.personId}`, {
    personId: input.personId,
    thenRole: thenRole.name,
    endsAt: endsAt.toISOString(),
    personal: { name: to.name },
  })
  await insertOffer(deps.db, made, factBy(deps, actor, event))
  await pushOutbox(deps, tenantId)
  const offer = await findOpenOffer(deps.db, tenantId, now)
  if (offer === null) return err({ code: 'not_found' })
  const { name: workspace, slug } = found.workspace
  // The offer stands on the page of both; a mail that cannot be sent does not take it back.
  await deps.mail
    .send(
      ownershipOfferMail(deps.origin, offer.to.email, {
        workspace,
        slug,
        from: offer.from.name,
        days: OWNERSHIP_OFFER_DAYS,
      }),
    )
    .catch((error: unknown) => deps.log.error('offer_not_mailed', { tenantId, error }))
  return ok(toView(offer))
}

/** Takes the ownership that was offered. The one who offered it has the role from the offer afterwards. */
export async function acceptOwnership(
  deps: ControlDeps,
  actor: Inviter,
  id: string,
): Promise<Result<Told<null>, OfferError>> {
  const { tenantId } = actor
  const offer = await findOpenOffer(deps.db, tenantId, deps.now())
  if (offer === null || offer.id !== id || offer.to.personId !== actor.id) return err({ code: 'not_found' })
  const { from, to, thenRole } = offer
  const taken = { id, tenantId, fromId: from.personId, toId: to.personId, thenRole: thenRole.id }
  const before = await findMemberOf(deps.db, tenantId, to.personId)
  if (before === null) return err({ code: 'not_found' })
  const event = ownershipAccepted.of(`person:${to.personId}`, {
    fromId: from.personId,
    toId: to.personId,
    before: { offeredBy: roleNames.owner, offeredTo: before.role.name },
    after: { offeredBy: thenRole.name, offeredTo: roleNames.owner },
    personal: { name: to.name },
  })
  if (!(await acceptOffer(deps.db, taken, deps.newId(), factBy(deps, actor, event))))
    return err({ code: 'not_found' })
  return ok({ value: null, told: await pushOutbox(deps, tenantId) })
}

/** Ends an offer: whom it is made to declines it, an owner takes it back. */
export async function endOffer(
  deps: ControlDeps,
  actor: Inviter,
  id: string,
): Promise<Result<null, OfferError>> {
  const offer = await findOpenOffer(deps.db, actor.tenantId, deps.now())
  const isTheirs = offer?.to.personId === actor.id
  if (offer === null || offer.id !== id || !(isTheirs || isOwner(actor))) return err({ code: 'not_found' })
  const { personId, name } = offer.to
  const how = isTheirs ? 'declined' : 'withdrawn'
  const event = ownershipEnded.of(`person:${personId}`, { personId, how, personal: { name } })
  if (!(await closeOffer(deps.db, id, how, factBy(deps, actor, event)))) return err({ code: 'not_found' })
  await pushOutbox(deps, actor.tenantId)
  return ok(null)
}
