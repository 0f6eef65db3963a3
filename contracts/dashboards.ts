import { z } from 'zod'
import { DashboardId, MetricKey } from './ids.ts'
import { DASHBOARD_LISTS_MAX, DASHBOARD_NAME_CHARS_MAX, DASHBOARD_TILES_MAX } from './limits.ts'
import { DimensionName } from './metrics.ts'

/** Which set of numbers a dashboard is about; one page of the app each. */
export const DashboardKind = z.enum(['finance'])
export type DashboardKind = z.infer<typeof DashboardKind>

/** One ranked list: a metric by one of its dimensions. */
export const DashboardList = z.strictObject({ metric: MetricKey, dimension: DimensionName })
export type DashboardList = z.infer<typeof DashboardList>

/**
 * What stands where: tiles in order, the metric of the main chart, ranked lists in order. A key that the catalogue does
 * not know (any more) is kept and not drawn. `main` null and empty arrays mean "what fits the metrics that exist".
 */
export const DashboardLayout = z.strictObject({
  tiles: z.array(MetricKey).max(DASHBOARD_TILES_MAX),
  main: z.strictObject({ metric: MetricKey }).nullable(),
  lists: z.array(DashboardList).max(DASHBOARD_LISTS_MAX),
})
export type DashboardLayout = z.infer<typeof DashboardLayout>

/** One entry of `data` of GET /api/v1/dashboards. `version` is what `If-Match` of a change has to carry. */
export const DashboardView = z.object({
  id: DashboardId,
  name: z.string().min(1).max(DASHBOARD_NAME_CHARS_MAX),
  kind: DashboardKind,
  layout: DashboardLayout,
  version: z.int().positive(),
})
export type DashboardView = z.infer<typeof DashboardView>

/** `data` of GET /api/v1/dashboards, ordered by kind, then name. */
export const DashboardViews = z.array(DashboardView)
export type DashboardViews = z.infer<typeof DashboardViews>

/** Body of PUT /api/v1/dashboards/:id; the answer is the DashboardView after the change, 409 when it moved meanwhile. */
export const SaveDashboard = z.strictObject({
  name: z.string().trim().min(1).max(DASHBOARD_NAME_CHARS_MAX).optional(),
  layout: DashboardLayout,
})
export type SaveDashboard = z.infer<typeof SaveDashboard>
