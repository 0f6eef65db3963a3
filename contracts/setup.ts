import { z } from 'zod'
import { ClientId } from './ids.ts'

/** `data` of GET /api/v1/setup: evidence of how far the workspace is, for a checklist that nobody has to dismiss. */
export const SetupView = z.object({
  /** Numbers of the workspace's own, from a file, a connection or by hand. Sample data does not count. */
  hasOwnData: z.boolean(),
  /** Somebody has had own numbers answered on a page. */
  hasLooked: z.boolean(),
  /** The sample data that is shown; null when there is none. */
  sample: z.object({ clientId: ClientId, since: z.iso.datetime() }).nullable(),
  /** Counts changes of the settings; what `If-Match` of a change has to carry. */
  settingsVersion: z.number().int().positive(),
})
export type SetupView = z.infer<typeof SetupView>
