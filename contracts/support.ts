import { z } from 'zod'

/** How long support access can be allowed at once. Hours. */
export const SUPPORT_HOURS_MAX = 72
export const SUPPORT_REASON_CHARS_MAX = 200

/** `POST /api/v1/support-access`: in place of what was allowed before. */
export const GrantSupport = z.strictObject({
  hours: z.number().int().min(1).max(SUPPORT_HOURS_MAX),
  /** What support is asked to look at. */
  reason: z.string().trim().min(1).max(SUPPORT_REASON_CHARS_MAX),
})
export type GrantSupport = z.infer<typeof GrantSupport>

/** `GET /api/v1/support-access` answers `{data: SupportGrantView | null}`; null: nobody of ours can look. */
export const SupportGrantView = z.object({
  id: z.string(),
  grantedBy: z.string(),
  grantedAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  reason: z.string(),
})
export type SupportGrantView = z.infer<typeof SupportGrantView>
