import type { ConnectorView } from '../../../contracts/connections.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { findProblems } from './manifest-problems.ts'
import type { StreamReader } from './stream-reader.ts'

/**
 * The language of manifests. A path is keys joined by dots (`Contact.Name`, `Organisations.0.BaseCurrency`); an empty path is the
 * whole. A template is text with `{name}` in it: `account`, `since`, `from`, `to`, `page`, `offset`, `size`, `token`, and the facts of
 * the run by their names. A query parameter or header whose template names something that is empty is left out.
 */
export interface Connector {
  provider: string
  name: string
  category: ConnectorView['category']
  summary: string
  /** What it reads, in plain words, one line each. */
  reads: readonly string[]
  /** What it never does, in plain words. */
  never: readonly string[]
  auth: Auth
  /** Which organisation, portal or property is read; null where there is no such choice. */
  accounts: Accounts | null
  /** Without a slash at its end. */
  baseUrl: string
  /** Sent with every call for data. */
  headers: Readonly<Record<string, string>>
  limits: Limits
  /** Looked at in this order before the meaning of the status code. */
  errors: readonly ErrorRule[]
  streams: Readonly<Record<string, Stream>>
}

export type Auth = { kind: 'none' } | OAuth2

export interface OAuth2 {
  kind: 'oauth2'
  /** As it stands in ID tokens, where the provider sends any. */
  issuer: string
  authorizeUrl: string
  tokenUrl: string
  /** RFC 7009; null where the provider has none. */
  revokeUrl: string | null
  /** How the client secret travels. */
  clientAuth: 'basic' | 'body'
  /** Asked for unless the deployment's settings name others. */
  scopes: readonly string[]
  /** Those of them that a consent has to cover to be taken; `all`: whatever was asked for, also by the deployment's settings. */
  scopesNeeded: readonly string[] | 'all'
  pkce: boolean
  /** True when a refresh answers with a new refresh token and the old one dies. */
  rotates: boolean
  /** For a provider that does not say how long an access token lives, seconds. */
  accessTtlSeconds: number
  extraAuthorizeParams: Readonly<Record<string, string>>
}

export interface Accounts {
  noun: string
  request: Request
  /** Path to the list; empty when the answer itself is the list. */
  at: string
  id: string
  name: string
  /** Path to the id by which this one grant is released; null where there is none. */
  grantId: string | null
  /** Only entries whose value is one of these. */
  keep: { at: string; in: readonly string[] } | null
  /** Sent with every call for data; where the account is part of the address, templates name `{account}` instead. */
  headers: Readonly<Record<string, string>>
  /** Ends the grant of one account at disconnecting; knows `{grant}`. Null: revoking the token is all there is. */
  release: Request | null
}

/** For people who tune schedules, and for whoever shares a budget among streams; the engine obeys what the provider answers. */
export interface Limits {
  requestsPerMinute: number | null
  requestsPerDay: number | null
  concurrent: number | null
}

/**
 * What an answer means where its status does not say it. `at` looks into the body, also of a 200; `in` are the values that match, any
 * value when left out. `permission`: rights or plan; no refresh mends it. `nothing`: how this provider says that there are no records.
 */
export interface ErrorRule {
  status: readonly number[]
  at?: string
  in?: readonly string[]
  meaning: 'retry_later' | 'reauthorise' | 'permission' | 'scope' | 'permanent' | 'nothing'
  /** Path to the seconds to wait, for `retry_later`; without it the Retry-After header counts. */
  waitAt?: string
}

export interface Request {
  method: 'GET' | 'POST' | 'DELETE'
  /** A path below the base, or a whole address. */
  path: string
  query: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
  /** Sent as JSON; strings in it are templates. */
  body: JsonTemplate | null
}

export type JsonTemplate = string | number | boolean | null | readonly JsonTemplate[] | JsonTemplateObject
export interface JsonTemplateObject {
  readonly [key: string]: JsonTemplate
}

/** What a figure is called here. The currency of money is the workspace's base, filled in when the metric is made. */
export type MetricDraft = Omit<MetricDefinition, 'currency'>

interface StreamFace {
  label: string
  /** What it brings, in plain words. */
  brings: readonly string[]
  schedule: { everySeconds: number } | { dailyAt: string }
  /** Metrics of its own. Profit and loss and leads feed the standard metrics, which are not listed. */
  metrics: readonly MetricDraft[]
  /** Source field and what becomes of it, for people. */
  fields: readonly { from: string; to: string }[]
}

export type Stream = StreamFace &
  ({ kind: 'declared'; read: DeclaredRead } | { kind: 'coded'; reader: StreamReader })

/** How a stream is read, as data. */
export interface DeclaredRead {
  format: 'json' | 'csv'
  request: Request
  /** Path to the list of records (JSON only). */
  recordsAt: string
  /** Paths whose values, joined by `:`, are the provider's id of a record. */
  key: readonly string[]
  paging: Paging
  cursor: Cursor
  /** Values asked for once per run, before the first page; templates and rules name them. */
  facts: Readonly<Record<string, { request: Request; at: string }>>
  /** The first rule whose `when` holds makes the record; a record no rule fits is rejected. */
  rules: readonly RecordRule[]
}

export type Paging =
  | { kind: 'none' }
  /** `pages`: path to the number of pages; without it, the first empty page is the end. */
  | { kind: 'page'; first: 0 | 1; size: number; pages: string | null; more: string | null }
  | { kind: 'offset'; size: number; total: string | null; more: string | null }
  /** `next`: path to the token of the next page; absent, null or empty at the end. */
  | { kind: 'cursor'; size: number; next: string; more: string | null }
  | { kind: 'next_url'; size: number; next: string }
  | { kind: 'link_header'; size: number }

export type Cursor =
  /** Everything is read each time. */
  | { kind: 'none' }
  /**
   * What changed since an instant. `at`: path to the instant of the last change. `{since}` is the cursor less `overlapSeconds`,
   * written as `sendAs`; the cursor never passes the start of the run less `lagSeconds`, because a provider shows changes late.
   */
  | {
      kind: 'changes'
      at: string
      format: InstantFormat
      sendAs: 'iso' | 'iso_seconds' | 'unix_seconds' | 'unix_ms'
      overlapSeconds: number
      lagSeconds: number
    }
  /**
   * Days in slices, `{from}` to `{to}`, newest first. The first run goes `backfillDays` back, later ones `restateDays`, because the
   * source changes what it said.
   */
  | { kind: 'days'; sliceDays: number; backfillDays: number; restateDays: number }

/** `ms_date`: `/Date(1539993600000+0000)/`. `iso` without a zone is UTC. */
export type InstantFormat = 'iso' | 'unix_seconds' | 'unix_ms' | 'ms_date'

export interface RecordRule {
  /** All must hold. */
  when: readonly { at: string; in: readonly string[] }[]
  to: RecordTarget
}

export type RecordTarget =
  | { kind: 'deleted'; of: 'financial' | 'value' | 'lead' }
  | {
      kind: 'value'
      day: DayRule
      values: readonly { metric: string; amount: AmountRule }[]
      currency: string | null
      rate: RateRule | null
      /** By dimension: a path, or a path with the known values and what they are called. An unknown value becomes `other`. */
      dimensions: Readonly<Record<string, string | { at: string; known: Readonly<Record<string, string>> }>>
    }
  | {
      kind: 'financial'
      day: DayRule
      revenue: AmountRule
      expenses: AmountRule
      cashFlow: AmountRule | null
      currency: string
    }
  | {
      kind: 'lead'
      leadId: string
      day: DayRule
      stage: string
      status: { at: string; known: Readonly<Record<string, 'active' | 'stale' | 'won' | 'lost'>> }
      value: AmountRule | null
      currency: string | null
    }
  | { kind: 'rate'; currency: string; day: DayRule; perEuro: AmountRule }

/**
 * `date`: a calendar day; text that starts with one, or the UTC day of an `/Date()/` value; never shifted. `instant`: the day it was
 * in the workspace's zone. The first path that holds something counts.
 */
export interface DayRule {
  at: readonly string[]
  kind: 'date' | 'instant'
  format: InstantFormat
}

/**
 * `decimal`: a JSON number or text. `minor`: whole minor units of the record's currency. `one`: counts the record. `less` is taken
 * off, such as tax.
 */
export type AmountRule =
  | { kind: 'one' }
  | { kind: 'decimal'; at: string; less: string | null }
  | { kind: 'minor'; at: string; less: string | null }

/** The provider's own rate. `per_base`: units of the record's currency for one of the base. `base_per`: the other way round. */
export interface RateRule {
  at: string
  kind: 'per_base' | 'base_per'
  /** Name of the fact that holds the base currency. */
  baseFact: string
}

/** A manifest that has passed the checks. Throws on one that has not: a broken manifest is a bug, found when the Worker starts. */
export function defineConnector(connector: Connector): Connector {
  const problems = findProblems(connector)
  if (problems.length > 0) throw new Error(`connector ${connector.provider}: ${problems.join('; ')}`)
  return connector
}
