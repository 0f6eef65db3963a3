import { z } from 'zod'
import * as artistProfiles from '../artist-profiles.ts'
import * as artists from '../artists.ts'
import * as audit from '../audit.ts'
import * as backups from '../backups.ts'
import * as bookingPlans from '../booking-plans.ts'
import * as bookings from '../bookings.ts'
import * as clients from '../clients.ts'
import * as connections from '../connections.ts'
import * as dashboards from '../dashboards.ts'
import * as deletion from '../deletion.ts'
import { errorTable, Failure } from '../errors.ts'
import * as history from '../history.ts'
import * as imports from '../imports.ts'
import * as invitations from '../invitations.ts'
import * as jobApplications from '../job-applications.ts'
import * as jobs from '../jobs.ts'
import * as keys from '../keys.ts'
import * as metrics from '../metrics.ts'
import * as ownership from '../ownership.ts'
import * as projectPlans from '../project-plans.ts'
import * as projects from '../projects.ts'
import * as records from '../records.ts'
import * as roles from '../roles.ts'
import * as session from '../session.ts'
import * as setup from '../setup.ts'
import * as support from '../support.ts'
import * as tokens from '../tokens.ts'
import * as workspaces from '../workspaces.ts'
import { type Answer, type Operation, tags } from './operation.ts'

/** A JSON value, as far as the document is concerned. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

const contracts = [
  artistProfiles,
  artists,
  audit,
  backups,
  bookingPlans,
  bookings,
  clients,
  connections,
  dashboards,
  deletion,
  history,
  imports,
  invitations,
  jobApplications,
  jobs,
  keys,
  metrics,
  ownership,
  projectPlans,
  projects,
  records,
  roles,
  session,
  setup,
  support,
  tokens,
  workspaces,
]
const REF = '#/components/schemas/'

/** Schemas by the names their contracts export them under, so that an answer refers to a view instead of repeating it. */
function namedViews(): Map<z.ZodType, string> {
  const names = new Map<z.ZodType, string>([[Failure, 'Failure']])
  for (const contract of contracts) {
    for (const [name, value] of Object.entries(contract))
      if (value instanceof z.ZodObject) names.set(value, name)
  }
  return names
}

/** What zod wrote, as plain JSON and without what only stands at the top of a document of its own. */
function plain(schema: unknown): JsonObject {
  // Through text: what is undefined in zod's answer must not be there at all.
  const { $schema: _, $id: __, ...rest } = JSON.parse(JSON.stringify(schema)) as JsonObject
  return rest
}

const inputSchema = (schema: z.ZodType): JsonObject =>
  plain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))

/** Collects the views that answers refer to. */
class Views {
  private readonly registry = z.registry<{ id: string }>()
  private readonly used = new Map<z.ZodType, string>()
  private readonly names = namedViews()

  constructor() {
    for (const [schema, id] of this.names) this.registry.add(schema, { id })
  }

  /** A view by reference; a list of views as a list of references; anything else in place. */
  refOf(schema: z.ZodType): JsonObject {
    const name = this.names.get(schema)
    if (name !== undefined) {
      this.used.set(schema, name)
      return { $ref: `${REF}${name}` }
    }
    // The class of zod leaves open what an array holds; it is always one of its schemas.
    if (schema instanceof z.ZodArray) return { type: 'array', items: this.refOf(schema.element as z.ZodType) }
    return plain(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))
  }

  /** Every view that was referred to, and those it refers to in turn. */
  schemas(): JsonObject {
    const all = z.toJSONSchema(this.registry, {
      io: 'output',
      unrepresentable: 'any',
      uri: (id) => `${REF}${id}`,
    }).schemas
    const wanted = new Set(this.used.values())
    const found: [string, JsonObject][] = []
    for (const name of wanted) {
      const schema = plain(all[name])
      found.push([name, schema])
      for (const [, other] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([A-Za-z]+)"/g))
        if (other !== undefined) wanted.add(other)
    }
    return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

function answerOf(views: Views, answer: Answer): JsonObject {
  const description = errorWords[answer.status] ?? 'Done.'
  if (answer.media !== undefined)
    return { description, content: { [answer.media]: { schema: { type: 'string' } } } }
  if (answer.whole !== undefined)
    return { description, content: { 'application/json': { schema: views.refOf(answer.whole) } } }
  if (answer.data === undefined) return { description }
  const properties: JsonObject = { data: views.refOf(answer.data) }
  if (answer.meta !== undefined) properties.meta = views.refOf(answer.meta)
  const schema = {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  }
  return { description, content: { 'application/json': { schema } } }
}

const errorWords: Readonly<Record<number, string>> = {
  201: 'Made.',
  202: 'Stored; the rest follows by itself.',
  303: 'Go on at the address in Location.',
}

const pathParameters = (path: string): JsonObject[] =>
  [...path.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function queryParameters(query: z.ZodObject | undefined): JsonObject[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = inputSchema(query)
  // An object schema always has its properties by name and its required ones as a list.
  const needed = required as string[]
  return Object.entries(properties as JsonObject).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.includes(name),
    schema,
  }))
}

const header = (name: string, description: string, required: boolean): JsonObject => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
})

function headersOf(operation: Operation): JsonObject[] {
  const { access, method, ifMatch } = operation
  return [
    ...(access === 'public' || access === 'session' || operation.path.includes('{tenantId}')
      ? []
      : [header('X-Tenant-Id', 'The workspace. A key, and a token for one workspace, need none.', false)]),
    ...(ifMatch ? [header('If-Match', 'The version you saw; 409 when it has moved.', true)] : []),
    ...(method === 'GET' || access === 'public'
      ? []
      : [header('Idempotency-Key', 'The same key again gets the first answer, for 48 hours.', false)]),
  ]
}

/** A name for generated clients: `postClientsArchive`. */
export function operationId({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  const words = path
    .replace(/^\/(api\/v1\/)?/, '')
    .replaceAll(/\{([A-Za-z]+)\}/g, 'by $1')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function securityOf(access: Operation['access']): Json[] {
  if (access === 'public') return []
  if (access === 'session' || access === 'tenant') return [{ cookie: [] }]
  return [{ key: [] }, { token: [] }, { cookie: [] }]
}

function operationOf(views: Views, operation: Operation): JsonObject {
  const { body, bodyMedia = 'application/json', access } = operation
  const responses: JsonObject = {}
  for (const answer of operation.answers) responses[String(answer.status)] = answerOf(views, answer)
  responses.default = { $ref: '#/components/responses/Refusal' }
  return {
    operationId: operationId(operation),
    tags: [operation.tag],
    summary: operation.summary,
    ...(access === 'public' || access === 'session' || access === 'tenant' ? {} : { 'x-permission': access }),
    security: securityOf(access),
    parameters: [
      ...pathParameters(operation.path),
      ...queryParameters(operation.query),
      ...headersOf(operation),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [bodyMedia]: { schema: inputSchema(body) } } } }),
    responses,
  }
}

/** The API as OpenAPI 3.1, from the same contracts that its routes parse and answer by. */
export function openApiDocument(operations: readonly Operation[]): JsonObject {
  const views = new Views()
  views.refOf(Failure)
  const paths: { [path: string]: JsonObject } = {}
  for (const operation of operations) {
    const at = paths[operation.path] ?? {}
    at[operation.method.toLowerCase()] = operationOf(views, operation)
    paths[operation.path] = at
  }
  const codes = Object.keys(errorTable)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orrery',
      version: '1',
      description:
        'Everything belongs to one workspace. Success is {data, meta}, refusal is {error, requestId}; meta.seq is the number of the last event that the answer knows of.',
    },
    servers: [{ url: '/' }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: ork_ and 49 letters and digits.' },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token.' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-orrery.session_token' },
      },
      responses: {
        Refusal: {
          description: `Refused. The code is one of: ${codes.join(', ')}.`,
          content: { 'application/json': { schema: { $ref: `${REF}Failure` } } },
        },
      },
      schemas: views.schemas(),
    },
  }
}

/** The document as it is sent and as it is committed. */
export const openApiText = (operations: readonly Operation[]): string =>
  `${JSON.stringify(openApiDocument(operations), null, 2)}\n`
