import { type ClientScope, reaches, scopeKey } from '../../contracts/client-scope.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import { JSON_BODY_BYTES_MAX } from '../../contracts/limits.ts'
import { type MetricDefinition, QueryRequest, type Question } from '../../contracts/metrics.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { CLIENT_DIM, type DimNo, PERIOD_DAY, PERIOD_MONTH } from '../../contracts/rollups.ts'
import { Unreachable } from '../../db/lane.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import { askMetric, dimOf } from '../metrics/ask.service.ts'
import { assembleAnswer } from '../metrics/rules/answer.ts'
import { type Catalogue, CLIENT_DIMENSION, openCatalogue } from '../metrics/rules/catalogue.ts'
import type { MetricRow } from '../metrics/rules/cells.ts'
import { labelClients } from '../metrics/rules/client-labels.ts'
import { dayOfNumber, numberOfDay } from '../metrics/rules/days.ts'
import { freshnessState, nextStaleMs, type SourceFreshness } from '../metrics/rules/freshness.ts'
import { hiddenOf, namingRefusal } from '../metrics/rules/naming.ts'
import type { PlannedQuestion, Read } from '../metrics/rules/question.ts'
import { tableOfMetric } from '../metrics/rules/tables.ts'
import { checkQuestion } from '../metrics/rules/validate.ts'
import { mayWait, type WaitingRow } from '../metrics/rules/waiting.ts'
import { askWaiting } from '../metrics/waiting.service.ts'
import { asciiJson } from '../platform/ascii-json.ts'
import { DayClock } from '../platform/clock.ts'
import type { Facts } from './facts.ts'
import { type Asked, isCurrent, KeptAnswers, type Piece } from './kept-answers.ts'
import type { Tenant } from './tenant.ts'

export interface AnswerRefusal {
  code: ErrorCode
  message?: string
  details?: unknown
}

/** Under a steady stream of loads the answer is taken as it is after so many tries; the next frame asks again. */
const COLLECT_ATTEMPTS_MAX = 3

/** Who asked within this time is taken to be still looking. Pages ask again when a frame says that they have to. */
const LOOKING_MS = 10_000
/** So many requests are worked out again after a change; the rest when they are asked. */
const REFRESHED_MAX = 8

/** Body of a successful answer, already serialised. */
type Answered = Result<string, AnswerRefusal>

/** Source that stands for Orrery itself when it cannot be sure that its numbers are the latest. */
const HOST_IN_DOUBT: SourceFreshness = {
  source: 'orrery',
  connectionId: null,
  nextAt: null,
  asOf: null,
  checkedAt: null,
  state: 'stale',
  metrics: null,
  asOfDay: null,
}

/** Answers the one question from the rollups, and from the rows where no rollup holds it. */
export class Answers {
  private readonly tenant: Tenant
  private readonly kept = new KeptAnswers()
  private readonly days = new DayClock()
  /** By the facts they were made of, which are others for other scopes. */
  private readonly opened = new WeakMap<Facts, Opened>()
  private versions = 0
  private isRefreshing = false
  private isRefreshWanted = false

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  /** `text` is the request body: one question or up to twenty. Figures hold the clients that the asker reaches and no other. */
  answer(text: string, asker: Pick<Asked, 'clients' | 'hidden'>): Promise<Answered> {
    return this.answerTo({ text, ...asker, atMs: this.tenant.deps.now().getTime() })
  }

  /**
   * Works out again what people have just looked at and a change has moved: who looks next does not wait for it. Asked again while it is at
   * work, it looks once more when it is done.
   */
  async refresh(): Promise<void> {
    this.isRefreshWanted = true
    if (this.isRefreshing) return
    this.isRefreshing = true
    try {
      while (this.isRefreshWanted) {
        this.isRefreshWanted = false
        const since = this.tenant.deps.now().getTime() - LOOKING_MS
        for (const asked of this.kept.moved(since, this.touchedAt).slice(0, REFRESHED_MAX)) {
          // Calls that wait come first.
          await new Promise((resolve) => setTimeout(resolve, 0))
          await this.answerTo(asked)
        }
      }
    } finally {
      this.isRefreshing = false
    }
  }

  private async answerTo(asked: Asked): Promise<Answered> {
    const { text, clients, hidden } = asked
    const head = await this.tenant.current()
    if (!head.ok && head.error.code !== 'stale') return err(head.error)
    const facts = await this.tenant.factsFor(clients)
    if (facts === null) return err({ code: head.ok ? 'workspace_provisioning' : 'stale' })
    const opened = this.open(facts)
    const now = this.tenant.deps.now()
    const today = this.days.dayIn(facts.settings.timeZone, now)
    const name = `${today} ${scopeKey(clients)} ${hidden.map(({ dimension }) => dimension).join()} ${text}`
    const kept = head.ok ? this.kept.get(name, asked, opened.version, now.getTime(), this.touchedAt) : null
    if (kept !== null && isWhole(kept.pieces))
      return ok(bodyOf(kept.pieces, kept.isMany, this.tenant.applied, true))
    const request = parseRequest(text)
    if (!request.ok) return request
    const context = { ...opened, asked, clients, today: numberOfDay(today), now, isSure: head.ok, name }
    try {
      return await this.work(request.value, kept?.pieces ?? [], context)
    } catch (error) {
      if (!(error instanceof Unreachable && context.isSure)) throw error
      return this.work(request.value, [], { ...context, isSure: false })
    }
  }

  private readonly touchedAt = (metricNo: number): number => this.tenant.projector.lastTouched(metricNo)

  private open(facts: Facts): Opened {
    const known = this.opened.get(facts)
    if (known !== undefined) return known
    const catalogue = openCatalogue(facts.definitions.map((entry) => entry.definition))
    this.versions += 1
    const opened = { facts, catalogue, version: this.versions }
    this.opened.set(facts, opened)
    return opened
  }

  private async work(
    request: QueryRequest,
    kept: readonly (Piece | null)[],
    context: Context,
  ): Promise<Answered> {
    const isMany = 'questions' in request
    const pieces = await this.collect(isMany ? request.questions : [request], kept, context)
    if (!pieces.ok) return pieces
    if (context.isSure) {
      const untilMs = nextStaleMs(context.facts.sources, context.now.getTime())
      const { asked, name, version: factsVersion } = context
      this.kept.put(name, { asked, isMany, pieces: pieces.value, factsVersion, untilMs })
    }
    return ok(bodyOf(pieces.value, isMany, this.tenant.applied, context.isSure))
  }

  /** Every answer as of one event number: what is not kept is worked out, and so again is what moved while Postgres was asked. */
  private async collect(
    questions: readonly Question[],
    kept: readonly (Piece | null)[],
    context: Context,
  ): Promise<Result<readonly Piece[], AnswerRefusal>> {
    let known = kept
    for (let attempt = 1; ; attempt += 1) {
      const pieces: Piece[] = []
      for (const [index, question] of questions.entries()) {
        const piece = known[index] ?? null
        if (piece !== null && isCurrent(piece, this.touchedAt)) {
          pieces.push(piece)
          continue
        }
        const { today, catalogue, facts } = context
        const planned = checkQuestion(question, catalogue, { today, calendar: facts.settings })
        if (!planned.ok) return planned
        const { breakdown, leaves } = planned.value
        const { hidden } = context.asked
        const kept = breakdown === null ? null : hiddenOf(leaves.values(), breakdown.dimension, hidden)
        if (kept !== null) return err(namingRefusal(kept))
        pieces.push(await this.workOut(planned.value, context))
      }
      if (pieces.every((piece) => isCurrent(piece, this.touchedAt)) || attempt === COLLECT_ATTEMPTS_MAX)
        return ok(pieces)
      known = pieces
    }
  }

  private async workOut(plan: PlannedQuestion, context: Context): Promise<Piece> {
    const seq = this.tenant.applied
    const metricNos = [...plan.leaves.keys()].map((key) => numberOf(context, key))
    const rows = new Map<Read, readonly MetricRow[]>()
    const waiting = new Map<Read, readonly WaitingRow[]>()
    for (const read of [...plan.reads, ...plan.earlierReads])
      rows.set(read, await this.rowsOf(read, plan.clientId, context))
    for (const read of plan.reads) waiting.set(read, await this.waitingOf(read, plan.clientId, context))
    const sources = sourcesOf(context, this.days)
    const answer = assembleAnswer(
      plan,
      (read) => rows.get(read) ?? [],
      sources,
      (read) => waiting.get(read) ?? [],
    )
    const isByClient = plan.breakdown?.dimension === CLIENT_DIMENSION
    const series = isByClient ? labelClients(answer.series, context.facts.clients) : answer.series
    return { text: asciiJson({ ...answer, series }), metricNos, seq }
  }

  private async rowsOf(read: Read, clientId: string | null, context: Context): Promise<readonly MetricRow[]> {
    // A client out of reach has no rows, as one that is not there.
    if (clientId !== null && !reaches(context.clients, clientId)) return []
    const entry = entryOf(context, read)
    const { rollups, recounter } = this.tenant
    const dim = read.dimension === null ? null : dimOf(entry.definition, read.dimension)
    const slice = this.rollupFor(entry, dim, clientId, read, context)
    const isAdded = entry.definition.aggregation === 'sum' || entry.definition.aggregation === 'avg'
    if (slice !== null && isAdded) {
      // Buckets by month also depend on days of the month outside of the range.
      const isSettled = !context.isSure || (await recounter.settle(entry, read.from, read.to))
      if (isSettled) return rollups.read(entry.no, slice.dim, slice.period, read.from, read.to, slice.vals)
    }
    if (!context.isSure) return []
    return this.tenant.read(
      (tx) => askMetric(tx, entry, { dim, clientId, from: dayOfNumber(read.from), to: dayOfNumber(read.to) }),
      readerOf(context),
    )
  }

  /** Records that are in no figure of a read. Where none wait, Postgres is not asked. */
  private async waitingOf(
    read: Read,
    clientId: string | null,
    context: Context,
  ): Promise<readonly WaitingRow[]> {
    const entry = entryOf(context, read)
    if (!context.isSure || entry.definition.unit !== 'money') return []
    if (!mayWait(await this.tenant.waiting.spans(), entry, read.from, read.to)) return []
    const dim = read.dimension === null ? null : dimOf(entry.definition, read.dimension)
    return this.tenant.read(
      (tx) =>
        askWaiting(tx, entry, { dim, clientId, from: dayOfNumber(read.from), to: dayOfNumber(read.to) }),
      readerOf(context),
    )
  }

  /** Which kept buckets hold the rows of a read and no others; null when none do. Those of several clients add up to their total. */
  private rollupFor(
    entry: Facts['definitions'][number],
    dim: DimNo | null,
    clientId: string | null,
    read: Read,
    context: Context,
  ) {
    const clients = clientsOf(entry.definition, clientId, context)
    if (dim === null && clients === undefined)
      return { dim: 0 as const, period: PERIOD_DAY, vals: undefined } as const
    // Of two dimensions at once nothing is kept.
    if (dim !== null && dim !== CLIENT_DIM && clients !== undefined) return null
    const wanted = dim ?? CLIENT_DIM
    const period = this.tenant.rollups.levels(entry.no).get(wanted) ?? PERIOD_DAY
    if (period === PERIOD_DAY || (period === PERIOD_MONTH && read.rows === 'month')) {
      return { dim: wanted, period, vals: clients } as const
    }
    return null
  }
}

/** Clients whose rows are asked for; undefined: all there are. Work may be of no client, also where there is only one. */
function clientsOf(
  definition: MetricDefinition,
  clientId: string | null,
  { clients, facts }: Context,
): readonly string[] | undefined {
  if (clients !== 'all') return clientId === null ? clients : [clientId]
  const isOfClients = tableOfMetric(definition) !== 'work_facts'
  const onlyClient = isOfClients && facts.clients.length === 1 ? facts.clients[0]?.id : undefined
  return clientId === null || clientId === onlyClient ? undefined : [clientId]
}

const readerOf = ({ clients }: Context) => ({ ...WHOLE, clients })

interface Opened {
  facts: Facts
  catalogue: Catalogue
  version: number
}

interface Context {
  asked: Asked
  clients: ClientScope
  facts: Facts
  catalogue: Catalogue
  version: number
  today: number
  now: Date
  isSure: boolean
  name: string
}

function isWhole(pieces: readonly (Piece | null)[]): pieces is readonly Piece[] {
  return pieces.every((piece) => piece !== null)
}

function bodyOf(pieces: readonly Piece[], isMany: boolean, seq: number, isSure: boolean): string {
  const data = pieces.map(({ text }) => text).join(',')
  return `{"data":${isMany ? `[${data}]` : data},"meta":{"seq":${seq}${isSure ? '' : ',"stale":true'}}}`
}

function entryOf(context: Context, { metric }: Read): Facts['definitions'][number] {
  const entry = context.facts.definitions.find((one) => one.definition.key === metric)
  if (entry === undefined) throw new Error(`metric ${metric} was planned but is not in the catalogue`)
  return entry
}

function numberOf(context: Context, key: string): number {
  return context.facts.definitions.find((entry) => entry.definition.key === key)?.no ?? 0
}

function parseRequest(text: string): Result<QueryRequest, AnswerRefusal> {
  if (text.length > JSON_BODY_BYTES_MAX) return err({ code: 'too_large' })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return err({ code: 'invalid_request', details: { body: 'is not JSON' } })
  }
  const parsed = QueryRequest.safeParse(json)
  return parsed.success ? ok(parsed.data) : err({ code: 'invalid_request', details: parsed.error.issues })
}

function sourcesOf({ facts, now, isSure }: Context, days: DayClock): SourceFreshness[] {
  const sources = facts.sources.map(
    (source): SourceFreshness => ({
      source: source.name,
      connectionId: source.connectionId,
      nextAt: source.nextAt,
      asOf: source.asOf,
      checkedAt: source.checkedAt,
      state: freshnessState(source, now.getTime()),
      metrics: source.metrics,
      asOfDay:
        source.asOf === null ? null : numberOfDay(days.dayIn(facts.settings.timeZone, new Date(source.asOf))),
    }),
  )
  return isSure ? sources : [...sources, HOST_IN_DOUBT]
}
