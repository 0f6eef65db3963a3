import { type AuditKind, auditKinds } from '../../../contracts/audit-kinds.ts'

/** Which entries the page lists, as its address says. */
export interface AuditShown {
  actor: string | null
  kind: AuditKind | null
  record: string | null
  from: string | null
  to: string | null
  withSteps: boolean
  cursor: string | null
}

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? null
const DAY = /^\d{4}-\d{2}-\d{2}$/
const dayOf = (text: string | null) => (text !== null && DAY.test(text) ? text : null)

/** Reads the address; what is not known there narrows nothing. */
export function auditShown(search: Search): AuditShown {
  return {
    actor: one(search.actor),
    kind: auditKinds.find((kind) => kind === one(search.kind)) ?? null,
    record: one(search.record),
    from: dayOf(one(search.from)),
    to: dayOf(one(search.to)),
    withSteps: one(search.steps) === 'yes',
    cursor: one(search.cursor),
  }
}

export const isNarrowed = ({ actor, kind, record, from, to }: AuditShown): boolean =>
  [actor, kind, record, from, to].some((part) => part !== null)

/** The filter as the server takes it, without the page. */
export function filterQuery({ actor, kind, record, from, to, withSteps }: AuditShown): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ actor, kind, record, from, to }))
    if (value !== null) query.set(name, value)
  if (withSteps) query.set('steps', 'yes')
  return query
}
