import { z } from 'zod'
import { RoleId } from './roles.ts'

/** How long an offer of ownership can be accepted. Days. */
export const OWNERSHIP_OFFER_DAYS = 7

/** `POST /api/v1/ownership-offers`: another member becomes an owner once they accept; `thenRole` is what the offering one is afterwards. */
export const OfferOwnership = z.strictObject({ personId: z.string().min(1).max(64), thenRole: RoleId })
export type OfferOwnership = z.infer<typeof OfferOwnership>

/** An offer that waits for an answer, as both sides see it. */
export const OwnershipOfferView = z.object({
  id: z.string(),
  from: z.object({ personId: z.string(), name: z.string() }),
  to: z.object({ personId: z.string(), name: z.string() }),
  thenRole: RoleId,
  thenRoleName: z.string(),
  createdAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
})
export type OwnershipOfferView = z.infer<typeof OwnershipOfferView>
