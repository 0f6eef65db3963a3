import { MetricDefinition } from '../../../contracts/metrics.ts'
import type { Connector, DeclaredRead, Request, Stream } from './define.ts'
import { namesIn } from './templates.ts'

const PROVIDER = /^[a-z0-9]+(-[a-z0-9]+)*$/
const STREAM = /^[a-z][a-z0-9_]{0,39}$/
const BUILT_IN = ['account', 'grant', 'since', 'from', 'to', 'page', 'offset', 'size', 'token']
/** Any currency: only the form of the drafts is looked at. */
const SAMPLE_CURRENCY = 'EUR'

/** What is wrong with a manifest beyond what its types say; empty when nothing is. */
export function findProblems(connector: Connector): string[] {
  const problems: string[] = []
  const add = (isProblem: boolean, text: string) => {
    if (isProblem) problems.push(text)
  }
  add(!PROVIDER.test(connector.provider), 'the provider is not a name for addresses')
  add(
    connector.reads.length === 0 || connector.never.length === 0,
    'it does not say what it reads or never does',
  )
  const addresses = [connector.baseUrl]
  if (connector.auth.kind === 'oauth2') {
    const { authorizeUrl, tokenUrl, revokeUrl, scopes, scopesNeeded } = connector.auth
    addresses.push(authorizeUrl, tokenUrl, ...(revokeUrl === null ? [] : [revokeUrl]))
    for (const scope of scopesNeeded === 'all' ? [] : scopesNeeded)
      add(!scopes.includes(scope), `${scope} is needed but not asked for`)
  }
  for (const address of addresses)
    add(
      !URL.canParse(address) || new URL(address).protocol !== 'https:',
      `${address} is not an HTTPS address`,
    )
  add(connector.baseUrl.endsWith('/'), 'the base ends with a slash')
  for (const request of [connector.accounts?.request, connector.accounts?.release])
    if (request) problems.push(...requestProblems(request, BUILT_IN))
  add(Object.keys(connector.streams).length === 0, 'it has no stream')
  for (const [name, stream] of Object.entries(connector.streams)) {
    add(!STREAM.test(name), `${name} is not a name of a stream`)
    problems.push(...streamProblems(stream).map((problem) => `${name}: ${problem}`))
  }
  return problems
}

function streamProblems(stream: Stream): string[] {
  const problems: string[] = []
  for (const draft of stream.metrics) {
    const currency = draft.unit === 'money' ? SAMPLE_CURRENCY : null
    if (!MetricDefinition.safeParse({ ...draft, currency }).success)
      problems.push(`the metric ${draft.key} is not a metric`)
  }
  if (stream.fields.length === 0) problems.push('it names no fields')
  if (stream.kind === 'declared') problems.push(...readProblems(stream.read, stream))
  return problems
}

function readProblems(read: DeclaredRead, stream: Stream): string[] {
  const problems: string[] = []
  const facts = Object.keys(read.facts)
  const requests = [read.request, ...Object.values(read.facts).map(({ request }) => request)]
  for (const request of requests) problems.push(...requestProblems(request, [...BUILT_IN, ...facts]))
  if (read.key.length === 0) problems.push('its records have no key')
  if (read.rules.length === 0) problems.push('it has no rules')
  const keys = new Set(stream.metrics.map(({ key }) => key as string))
  for (const { to } of read.rules) {
    if (to.kind !== 'value') continue
    for (const { metric } of to.values) if (!keys.has(metric)) problems.push(`${metric} is no metric of it`)
    if (to.rate !== null && !facts.includes(to.rate.baseFact))
      problems.push(`${to.rate.baseFact} is no fact of it`)
  }
  const used = namesInRequest(read.request)
  if (read.cursor.kind === 'changes' && !used.includes('since')) problems.push('it never sends {since}')
  if (read.cursor.kind === 'days' && !used.includes('from')) problems.push('it never sends {from}')
  const pageName = {
    page: 'page',
    offset: 'offset',
    cursor: 'token',
    none: null,
    next_url: null,
    link_header: null,
  }
  const name = pageName[read.paging.kind]
  if (name !== null && !used.includes(name)) problems.push(`it never sends {${name}}`)
  return problems
}

function requestProblems(request: Request, known: readonly string[]): string[] {
  const problems: string[] = []
  if (!/^(\/|https:\/\/)/.test(request.path)) problems.push(`${request.path} is not a path`)
  for (const name of namesInRequest(request))
    if (!known.includes(name)) problems.push(`{${name}} is not known`)
  return problems
}

function namesInRequest({ path, query, headers, body }: Request): string[] {
  const templates = [path, ...Object.values(query), ...Object.values(headers)]
  return [...templates.flatMap(namesIn), ...namesIn(body === null ? '' : JSON.stringify(body))]
}
