import { type Json, type JsonObject, openApiDocument, operationId } from '../../contracts/api/document.ts'
import { type Operation, tags } from '../../contracts/api/operation.ts'
import { errorTable } from '../../contracts/errors.ts'
import { PERSON_CALLS_PER_MINUTE, PROGRAM_CALLS_PER_MINUTE } from '../../contracts/limits.ts'
import { escapeHtml } from './pages.ts'

export const REFERENCE_PATH = '/api/docs'
export const OPENAPI_PATH = '/api/v1/openapi.json'

const REF = '#/components/schemas/'
const ENUM_SHOWN_MAX = 12
/** Shapes inside of shapes are drawn this deep; deeper ones are named. */
const DEPTH_MAX = 4

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const code = (text: string) => `<code>${escapeHtml(text)}</code>`

/** A shape in a few words, with links to those that have a name. */
function typeOf(value: Json | undefined): string {
  const schema = objectOf(value)
  if (typeof schema.$ref === 'string') {
    const name = escapeHtml(schema.$ref.replace(REF, ''))
    return `<a href="#shape-${name}">${name}</a>`
  }
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)]
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ')
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  const names = listOf(schema.enum)
  if (names.length > 0) {
    const shown = names.slice(0, ENUM_SHOWN_MAX).map((name) => code(String(name)))
    return shown.join(', ') + (names.length > shown.length ? ' and more' : '')
  }
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`
  if (schema.type === undefined) return 'anything'
  const words = [String(schema.format ?? schema.type)]
  for (const [bound, word] of [
    ['minimum', 'from'],
    ['maximum', 'to'],
    ['minLength', 'at least'],
    ['maxLength', 'at most'],
  ] as const) {
    const limit = schema[bound]
    if (typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER) words.push(`${word} ${limit}`)
  }
  return escapeHtml(words.join(' '))
}

/** The fields of an object, those inside of it below it; anything else in one line. */
function fieldsOf(value: Json | undefined, depth = 0): string {
  const schema = objectOf(value)
  const properties = objectOf(schema.properties)
  if (Object.keys(properties).length === 0 || depth >= DEPTH_MAX) return `<p>${typeOf(schema)}</p>`
  const required = listOf(schema.required)
  const rows = Object.entries(properties).map(([name, property]) => {
    const inner = objectOf(property)
    const items = objectOf(inner.items)
    const nested = inner.properties !== undefined ? inner : items.properties !== undefined ? items : null
    const optional = required.includes(name) ? '' : ' <span class="opt">optional</span>'
    const below = nested === null ? '' : fieldsOf(nested, depth + 1)
    return `<li><b>${escapeHtml(name)}</b>${optional} <span class="type">${typeOf(inner)}</span>${below}</li>`
  })
  return `<ul class="fields">${rows.join('')}</ul>`
}

function bodyOf(content: JsonObject): string {
  const [media = '', inside] = Object.entries(content)[0] ?? []
  const schema = objectOf(inside).schema
  return media === 'application/json' ? fieldsOf(schema) : `<p>${code(media)}</p>`
}

function accessOf(access: Operation['access']): string {
  if (access === 'public') return 'Anybody may call this.'
  if (access === 'session') return 'For somebody signed in with a browser.'
  if (access === 'tenant') return 'For any member of the workspace.'
  return `Needs ${code(access)}.`
}

function operationHtml(operation: Operation, described: JsonObject): string {
  const { method, path, summary, access } = operation
  const parameters = listOf(described.parameters).map((value) => {
    const one = objectOf(value)
    const optional = one.required === true ? '' : ' <span class="opt">optional</span>'
    const say = typeof one.description === 'string' ? ` ${escapeHtml(one.description)}` : ''
    return `<li><b>${escapeHtml(String(one.name))}</b>${optional} <span class="type">${escapeHtml(String(one.in))}, ${typeOf(one.schema)}</span>${say}</li>`
  })
  const sent = objectOf(objectOf(described.requestBody).content)
  const answers = Object.entries(objectOf(described.responses)).filter(([status]) => status !== 'default')
  const parts = [
    `<p>${accessOf(access)}</p>`,
    parameters.length > 0 ? `<h4>Parameters</h4><ul class="fields">${parameters.join('')}</ul>` : '',
    Object.keys(sent).length > 0 ? `<h4>Body</h4>${bodyOf(sent)}` : '',
    ...answers.map(([status, value]) => {
      const answer = objectOf(value)
      const content = objectOf(answer.content)
      const shape = Object.keys(content).length > 0 ? bodyOf(content) : ''
      return `<h4>${status} ${escapeHtml(String(answer.description))}</h4>${shape}`
    }),
  ]
  return `<details class="op" id="${operationId(operation)}"><summary><span class="verb">${method}</span><span class="where">${escapeHtml(path)}</span><span class="say">${escapeHtml(summary)}</span></summary><div class="inside">${parts.join('')}</div></details>`
}

const intro = `<h1>API reference</h1>
<p>Everything below is under this address and belongs to one workspace. The same as a document for machines: <a href="${OPENAPI_PATH}">OpenAPI 3.1</a>.</p>
<h2 id="begin">Begin</h2>
<p>Make a key under Settings, API keys, and send it with each call:</p>
<pre><code>curl -H "Authorization: Bearer ork_…" \\
     "/api/v1/metrics"</code></pre>
<p>Success is <code>{data, meta}</code>. <code>meta.seq</code> is the number of the last event that the answer knows of. A list goes on with <code>?cursor=</code> and <code>meta.nextCursor</code>.</p>
<p>A key makes ${PROGRAM_CALLS_PER_MINUTE} calls a minute, a person ${PERSON_CALLS_PER_MINUTE}; <code>RateLimit-*</code> headers say how many are left. A change takes an <code>Idempotency-Key</code>: the same key again gets the first answer, for 48 hours, and with another body 409.</p>
<p><code>/api/v1/tenants</code> is <code>/api/v1/workspaces</code> by another name, with members, invitations and settings below each workspace.</p>
<p>A program that acts for a person signs in at <code>/api/v1/auth</code> and gets an access token of 15 minutes and a refresh token that works once.</p>`

function refusalsHtml(): string {
  const rows = Object.entries(errorTable).map(
    ([name, { status, sentence, next }]) =>
      `<li><b>${name}</b> <span class="type">${status}</span> ${escapeHtml(sentence)} ${escapeHtml(next)}</li>`,
  )
  return `<h2 id="refusals">Refusals</h2><p>A refusal is <code>{error: {code, message, next, details}, requestId}</code>. Codes stay as they are; words may change.</p><ul class="fields">${rows.join('')}</ul>`
}

/** The reference for people as HTML: every operation and shape of the document, without a script. */
export function referenceHtml(operations: readonly Operation[]): string {
  const document = openApiDocument(operations)
  const paths = objectOf(document.paths)
  const idOf = (tag: string) => `tag-${tag.toLowerCase().replaceAll(' ', '-')}`
  const sections = tags.map((tag) => {
    const own = operations.filter((operation) => operation.tag === tag)
    const drawn = own.map((operation) => {
      const described = objectOf(objectOf(paths[operation.path])[operation.method.toLowerCase()])
      return operationHtml(operation, described)
    })
    return `<section><h2 id="${idOf(tag)}">${tag}</h2>${drawn.join('')}</section>`
  })
  const shapes = Object.entries(objectOf(objectOf(document.components).schemas)).map(
    ([name, schema]) =>
      `<details class="op" id="shape-${name}"><summary><span class="where">${name}</span></summary><div class="inside">${fieldsOf(schema)}</div></details>`,
  )
  const links = [
    ['begin', 'Begin'],
    ...tags.map((tag) => [idOf(tag), tag] as const),
    ['refusals', 'Refusals'],
    ['shapes', 'Shapes'],
  ]
  const nav = links.map(([id, label]) => `<a href="#${id}">${label}</a>`).join('')
  return `<div class="reference"><nav class="toc" aria-label="Reference">${nav}</nav><main id="main">${intro}${sections.join('')}<section>${refusalsHtml()}</section><section><h2 id="shapes">Shapes</h2>${shapes.join('')}</section></main></div>`
}
