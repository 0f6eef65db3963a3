import { z } from 'zod'
import type { Operation } from '../../../contracts/api/operation.ts'
import type { Holdings } from './holdings.ts'

export const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>) => `${method} ${path}`

/** What is named like an id and is none of a record of a workspace. */
const notOfRecords = new Set([
  // What a client is called in the books of whoever brings it.
  'externalId',
  // What a lead is called where it comes from.
  'leadId',
  // The column of a file that says so, of a number of rows; what a provider calls its application and its account; what a device calls its passkey.
  'PUT /api/v1/sso clientId',
  'POST /api/v1/connections/{id}/account accountId',
  'POST /api/v1/me/passkeys response.id',
])

type Json = { [key: string]: unknown }

/** Where in a body or a query an id of a record can stand, as the contract says: `values.0.clientId`. */
export function idFieldsOf(operation: Operation, part: 'body' | 'query'): string[] {
  const asked = operation[part]
  if (asked === undefined) return []
  const found = new Set<string>()
  const look = (schema: Json, path: string[]): void => {
    const name = path.findLast((part) => part !== '0') ?? ''
    const isId = schema.format === 'uuid' || (schema.type === 'string' && /^(id|ids|.*Ids?)$/.test(name))
    // An own version of a record is a number within the record, which the address names.
    const isVersion = operation.path.includes('/history/')
    const at = path.join('.')
    if (isId && !isVersion && !notOfRecords.has(name) && !notOfRecords.has(`${nameOf(operation)} ${at}`))
      found.add(at)
    for (const either of ['anyOf', 'oneOf', 'allOf'])
      for (const one of (schema[either] as Json[] | undefined) ?? []) look(one, path)
    for (const [key, value] of Object.entries((schema.properties as Record<string, Json>) ?? {}))
      look(value, [...path, key])
    if (schema.items) look(schema.items as Json, [...path, '0'])
  }
  look(z.toJSONSchema(asked, { io: 'input', unrepresentable: 'any', reused: 'inline' }), [])
  return [...found]
}

/** What of a workspace an id at this place is. Without a word here the field is not known, and the walk says so. */
export function kindOf(operation: Operation, field: string): keyof Holdings | null {
  const name = field.split('.').findLast((part) => part !== '0') ?? ''
  const byName: Record<string, keyof Holdings> = {
    tenantId: 'tenant',
    clientId: 'client',
    clients: 'client',
    defaultClientId: 'client',
    artistId: 'artist',
    artistIds: 'artist',
    projectId: 'project',
    phaseId: 'phase',
    taskId: 'task',
    fromTaskId: 'task',
    toTaskId: 'task',
    except: 'booking',
    before: 'booking',
    memberId: 'colleague',
    personId: 'colleague',
    role: 'role',
    thenRole: 'role',
    defaultRole: 'role',
    fallback: 'role',
    invitationId: 'invitation',
    backupId: 'backup',
    cascadeId: 'cascade',
    profileId: 'profile',
    applicationId: 'application',
    upTo: 'notification',
    connectionId: 'connection',
    groupId: 'group',
    seriesId: 'series',
    application: 'application',
  }
  const lists: Record<string, keyof Holdings> = {
    'POST /api/v1/custom-metrics/removals ids.0': 'value',
    'POST /api/v1/notifications/read ids.0': 'notification',
    'POST /api/v1/bookings/{id}/together/transitions seen.0.id': 'booking',
    'POST /api/v1/bookings/{id}/together/changes seen.0.id': 'booking',
  }
  return byName[name] ?? lists[`${nameOf(operation)} ${field}`] ?? newKindOf(operation, field)
}

/** Whether the id is given by the caller to what they make. */
export const isNewId = ({ method }: Operation, field: string) => method === 'POST' && field === 'id'

/** An id that a caller gives to what they make, or at which a list goes on: of what the address names. */
function newKindOf({ path }: Operation, field: string): keyof Holdings | null {
  if (field !== 'id' && field !== 'cursor') return null
  const nouns: Record<string, keyof Holdings> = {
    workspaces: 'tenant',
    clients: 'client',
    artists: 'artist',
    bookings: 'booking',
    'time-off': 'timeOff',
    portfolio: 'item',
    projects: 'project',
    phases: 'phase',
    'project-phases': 'phase',
    tasks: 'task',
    milestones: 'task',
    dependencies: 'dependency',
    baselines: 'baseline',
    jobs: 'job',
    'job-searches': 'search',
    applications: 'application',
    'artist-profiles': 'profile',
    'job-applications': 'application',
    'my-bookings': 'booking',
    'booking-proposals': 'proposal',
    notifications: 'notification',
    runs: 'run',
  }
  return nouns[path.split('/').at(-1) ?? ''] ?? null
}

/** Which of what a workspace holds the ids in a path can be: what its words say, and all kinds where they say nothing. */
const nouns: [RegExp, (keyof Holdings)[]][] = [
  [/workspaces|tenants|saml/, ['tenant', 'restore', 'backup']],
  [/imports|uploads/, ['import', 'upload']],
  [/connections/, ['connection', 'run']],
  [/clients|financials/, ['client']],
  [/dashboards/, ['dashboard']],
  [/custom-metrics|history\/values|records/, ['value', 'record', 'metric']],
  [/artists|availability|calendar/, ['artist', 'timeOff', 'item']],
  [/bookings|booking-/, ['booking', 'series', 'proposal']],
  [/projects|project-|task/, ['project', 'phase', 'task', 'dependency', 'baseline', 'cascade']],
  [/job/, ['job', 'application', 'search']],
  [/profile|portfolio/, ['profile', 'link', 'item']],
  [/members|people|ownership/, ['person', 'colleague', 'offer']],
  [/sessions|passkeys/, ['session', 'passkey', 'person']],
  [/keys/, ['key']],
  [/roles/, ['role']],
  [/invitations/, ['invitation']],
  [/backups|restores/, ['backup', 'restore']],
  [/notifications/, ['notification']],
]
export function kindsIn(path: string, all: Holdings): (keyof Holdings)[] {
  const found = nouns.filter(([words]) => words.test(path)).flatMap(([, kinds]) => kinds)
  // Beside them ids that mean nothing there: of the workspace itself, and of a record of another kind.
  const whole = found.length === 0 ? (Object.keys(all) as (keyof Holdings)[]) : found
  return [...new Set<keyof Holdings>([...whole, 'tenant', 'import'])]
}

const parents: Record<string, keyof Holdings> = {
  tenantId: 'tenant',
  profileId: 'profile',
  artistId: 'artist',
  runId: 'run',
  timeOffId: 'timeOff',
  itemId: 'item',
  baselineId: 'baseline',
  backupId: 'backup',
  personId: 'colleague',
}
const byNoun: Record<string, keyof Holdings> = {
  connections: 'connection',
  artists: 'artist',
  projects: 'project',
  'artist-profiles': 'profile',
}

/** An address with ids of `own` in it; with `below`, the last of several ids is one of theirs, and null where there are not several. */
export function pathOf(path: string, own: Holdings): string
export function pathOf(path: string, own: Holdings, below: Holdings): string | null
export function pathOf(path: string, own: Holdings, below?: Holdings): string | null {
  const parts = path.split('/')
  const kinds = parts.map((part, place) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    return name === undefined
      ? null
      : (parents[name] ?? (name === 'id' ? byNoun[parts[place - 1] ?? ''] : null) ?? null)
  })
  const last = kinds.findLastIndex((kind) => kind !== null)
  if (below !== undefined && kinds.filter((kind) => kind !== null).length < 2) return null
  const words: Record<string, string> = { '{key}': 'units', '{provider}': 'xero', '{part}': 'file' }
  return parts
    .map((part, place) => {
      const kind = kinds[place] ?? null
      return kind === null ? (words[part] ?? part) : (place === last ? (below ?? own) : own)[kind]
    })
    .join('/')
}
