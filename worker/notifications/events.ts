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

const Choices = z.object({
  ways: z.record(z.string(), z.string()),
  quiet: z.object({ from: z.string(), to: z.string() }).nullable(),
  digestAt: z.string().nullable(),
  timeZone: z.string(),
  version: z.number().int(),
})

/** Somebody chose how they hear of what the workspace tells them. */
export const notificationPreferencesChanged = defineEvent(
  'notifications.preferences_changed',
  1,
  z.object({ personId: z.string(), before: Choices, after: Choices }),
)

const Silence = z.object({ isSilent: z.boolean() })

/** Somebody wants to hear nothing of a record any more, or of it again. */
export const notificationsMuted = defineEvent(
  'notifications.muted',
  1,
  z.object({ personId: z.string(), record: z.string(), before: Silence, after: Silence }),
)
