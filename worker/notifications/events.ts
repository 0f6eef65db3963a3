import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

/** People were told of something; what they were told stands in their inbox. */
export const notificationsTold = defineEvent(
  'notifications.told',
  1,
  z.object({
    told: z.array(z.object({ id: z.uuid(), personId: z.string(), kind: z.string(), subject: z.string() })),
  }),
)
