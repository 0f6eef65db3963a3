import { z } from 'zod'
import { DashboardLayout } from '../../contracts/dashboards.ts'
import { defineEvent } from '../events/define.ts'

/** What may change of a dashboard. */
const DashboardState = z.object({ name: z.string(), layout: DashboardLayout })

export const dashboardSaved = defineEvent(
  'dashboard.saved',
  1,
  z.object({
    dashboardId: z.uuid(),
    name: z.string(),
    version: z.number().int(),
    /** Missing in events from before they were kept. */
    before: DashboardState.optional(),
    after: DashboardState.optional(),
  }),
)
