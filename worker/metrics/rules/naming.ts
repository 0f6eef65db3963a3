import type { MetricDefinition } from '../../../contracts/metrics.ts'
import type { Permission } from '../../../contracts/permissions.ts'

/**
 * What a breakdown by a dimension names, and who may read that. It holds for facts of work only: in imported rows a column of this name
 * is whatever the file says.
 */
const NAMES: Readonly<Record<string, Permission>> = {
  Artist: 'artists.read',
  Skill: 'artists.read',
  Project: 'projects.read',
}

/** A dimension that is kept from somebody, and why. */
export interface HiddenDimension {
  dimension: string
  permission: Permission
  code: 'forbidden' | 'limited_to_clients'
}

/** The dimensions that are kept from somebody. `refuse` gives null for what they may read. */
export function hiddenFrom(
  refuse: (permission: Permission) => HiddenDimension['code'] | null,
): HiddenDimension[] {
  return Object.entries(NAMES).flatMap(([dimension, permission]) => {
    const code = refuse(permission)
    return code === null ? [] : [{ dimension, permission, code }]
  })
}

/** The dimension of some metrics that is kept from somebody; null when it is not. */
export function hiddenOf(
  definitions: Iterable<MetricDefinition>,
  dimension: string,
  hidden: readonly HiddenDimension[],
): HiddenDimension | null {
  const found = hidden.find((one) => one.dimension === dimension)
  const isOfWork = [...definitions].some(isWork)
  return found !== undefined && isOfWork ? found : null
}

/** A metric with the dimensions that somebody may see. */
export function withoutHidden(
  definition: MetricDefinition,
  hidden: readonly HiddenDimension[],
): MetricDefinition {
  if (!isWork(definition)) return definition
  const dimensions = definition.dimensions.filter((name) => hidden.every((one) => one.dimension !== name))
  return { ...definition, dimensions }
}

const isWork = ({ source }: MetricDefinition): boolean =>
  source.kind === 'facts' && source.table === 'work_facts'

/** The refusal of a question or a list that would name what somebody may not read. */
export function namingRefusal({ dimension, permission, code }: HiddenDimension) {
  const reason =
    code === 'limited_to_clients'
      ? 'Your membership is limited to some clients, and artists belong to none of them.'
      : 'Your role does not read these names.'
  const message = `${reason} Ask without the breakdown by ${dimension}.`
  return { code, message, details: { permission, dimension } }
}
