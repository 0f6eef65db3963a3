import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

export const dashboardSaved = defineEvent(
  'dashboard.saved',
  1,
  z.object({ dashboardId: z.uuid(), name: z.string(), version: z.number().int() }),
)
