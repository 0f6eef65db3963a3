import type { Json, JsonObject } from '../../contracts/api/document.ts'

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const DEPTH_MAX = 12

/** Which way a shape travels: what callers send must be allowed to stay as it is, what they get must still have all of it. */
type Way = 'sent' | 'got'

interface Documents {
  before: JsonObject
  now: JsonObject
}

function resolved(document: JsonObject, value: Json | undefined): JsonObject {
  const schema = objectOf(value)
  if (typeof schema.$ref !== 'string') return schema
  const name = schema.$ref.split('/').at(-1) ?? ''
  return objectOf(objectOf(objectOf(document.components).schemas)[name])
}

const choicesOf = (schema: JsonObject): Json[] => [...listOf(schema.anyOf), ...listOf(schema.oneOf)]
const typesOf = (schema: JsonObject): string[] =>
  (Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]).map(String)
const valuesOf = (schema: JsonObject): string[] =>
  [...listOf(schema.enum), ...(schema.const === undefined ? [] : [schema.const])].map((value) =>
    JSON.stringify(value),
  )

/** What of a shape somebody who relies on it would miss. */
function shapeChanges(
  documents: Documents,
  before: Json | undefined,
  now: Json | undefined,
  way: Way,
  at: string,
  depth = 0,
): string[] {
  if (depth > DEPTH_MAX) return []
  const [old, fresh] = [resolved(documents.before, before), resolved(documents.now, now)]
  const inside = (a: Json | undefined, b: Json | undefined, place: string) =>
    shapeChanges(documents, a, b, way, place, depth + 1)
  const oldChoices = choicesOf(old)
  const newChoices = choicesOf(fresh)
  if (oldChoices.length > 0 || newChoices.length > 0) {
    const olds = oldChoices.length > 0 ? oldChoices : [old]
    const news = newChoices.length > 0 ? newChoices : [fresh]
    // Sent: each old form must be taken by a new one. Got: each new form must be one that callers know.
    const [from, to] = way === 'sent' ? [olds, news] : [news, olds]
    return from.flatMap((one, i) => {
      const fits = to.some((other) => {
        const [a, b] = way === 'sent' ? [one, other] : [other, one]
        return inside(a, b, at).length === 0
      })
      return fits ? [] : [`${at}: form ${i + 1} is ${way === 'sent' ? 'no longer taken' : 'new to callers'}`]
    })
  }
  return [
    ...typeChanges(old, fresh, way, at),
    ...valueChanges(old, fresh, way, at),
    ...fieldChanges(old, fresh, way, at, inside),
    ...(old.items === undefined || fresh.items === undefined
      ? []
      : inside(old.items, fresh.items, `${at}[]`)),
  ]
}

function typeChanges(old: JsonObject, fresh: JsonObject, way: Way, at: string): string[] {
  const [before, now] = [typesOf(old), typesOf(fresh)]
  const [from, to] = way === 'sent' ? [before, now] : [now, before]
  // Without a type anything goes.
  if (to.length === 0) return []
  if (from.length === 0) return [`${at}: anything became ${now.join(' or ') || 'anything'}`]
  // A whole number is a number.
  const fits = (type: string) => to.includes(type) || (type === 'integer' && to.includes('number'))
  return from.every(fits) ? [] : [`${at}: ${before.join(' or ')} became ${now.join(' or ')}`]
}

function valueChanges(old: JsonObject, fresh: JsonObject, way: Way, at: string): string[] {
  const [before, now] = [valuesOf(old), valuesOf(fresh)]
  if (way === 'sent') {
    if (now.length === 0) return []
    if (before.length === 0) return [`${at}: only some values are taken now`]
  }
  // Got: a value that is no longer given may be what a caller waits for; a new one is allowed, as the reference says.
  if (before.length === 0 || now.length === 0) return []
  return before.filter((value) => !now.includes(value)).map((value) => `${at}: value ${value} is gone`)
}

function fieldChanges(
  old: JsonObject,
  fresh: JsonObject,
  way: Way,
  at: string,
  inside: (a: Json | undefined, b: Json | undefined, place: string) => string[],
): string[] {
  const [before, now] = [objectOf(old.properties), objectOf(fresh.properties)]
  const [needed, neededNow] = [listOf(old.required), listOf(fresh.required)]
  const changes: string[] = []
  for (const [name, property] of Object.entries(before)) {
    if (now[name] === undefined) changes.push(`${at}.${name}: field is gone`)
    else changes.push(...inside(property, now[name], `${at}.${name}`))
  }
  if (way === 'sent') {
    for (const name of neededNow)
      if (!needed.includes(name)) changes.push(`${at}.${String(name)}: field is needed now`)
  } else {
    for (const name of needed)
      if (now[String(name)] !== undefined && !neededNow.includes(name))
        changes.push(`${at}.${String(name)}: field may be missing now`)
  }
  return changes
}

function parameterChanges(documents: Documents, old: JsonObject, fresh: JsonObject, at: string): string[] {
  const byName = (operation: JsonObject) =>
    new Map(
      listOf(operation.parameters).map((value) => {
        const one = objectOf(value)
        return [`${String(one.in)} ${String(one.name)}`, one] as const
      }),
    )
  const [before, now] = [byName(old), byName(fresh)]
  const changes: string[] = []
  for (const [name, one] of before) {
    const other = now.get(name)
    // Path parameters have no names on the wire.
    if (other === undefined && one.in !== 'path') changes.push(`${at} ${name}: parameter is gone`)
    if (other !== undefined)
      changes.push(...shapeChanges(documents, one.schema, other.schema, 'sent', `${at} ${name}`))
  }
  for (const [name, one] of now)
    if (one.in !== 'path' && one.required === true && before.get(name)?.required !== true)
      changes.push(`${at} ${name}: parameter is needed now`)
  return changes
}

const jsonOf = (holder: Json | undefined): Json | undefined =>
  objectOf(objectOf(objectOf(holder).content)['application/json']).schema

function operationChanges(documents: Documents, old: JsonObject, fresh: JsonObject, at: string): string[] {
  const changes = parameterChanges(documents, old, fresh, at)
  const [sent, sentNow] = [old.requestBody, fresh.requestBody]
  if (sent === undefined && objectOf(sentNow).required === true) changes.push(`${at}: a body is needed now`)
  if (sent !== undefined && sentNow !== undefined)
    changes.push(...shapeChanges(documents, jsonOf(sent), jsonOf(sentNow), 'sent', `${at} body`))
  const answers = objectOf(fresh.responses)
  for (const [status, answer] of Object.entries(objectOf(old.responses))) {
    if (answers[status] === undefined) changes.push(`${at}: answer ${status} is gone`)
    else
      changes.push(
        ...shapeChanges(documents, jsonOf(answer), jsonOf(answers[status]), 'got', `${at} ${status}`),
      )
  }
  return changes
}

/** Where a path leads, whatever its parameters are called. */
const shapeOfPath = (path: string) => path.replaceAll(/\{[^}]+\}/g, '{}')

/**
 * What would break a program written against the document of before: removed routes, answers, fields and values, and input that is newly
 * needed or no longer taken. Empty when nothing would.
 */
export function breakingChanges(before: JsonObject, now: JsonObject): string[] {
  const documents = { before, now }
  const fresh = new Map(
    Object.entries(objectOf(now.paths)).map(([path, methods]) => [shapeOfPath(path), objectOf(methods)]),
  )
  return Object.entries(objectOf(before.paths)).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).flatMap(([method, old]) => {
      const at = `${method.toUpperCase()} ${path}`
      const other = fresh.get(shapeOfPath(path))?.[method]
      return other === undefined
        ? [`${at}: route is gone`]
        : operationChanges(documents, objectOf(old), objectOf(other), at)
    }),
  )
}
