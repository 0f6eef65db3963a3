import { EVENTS_PAGE_MAX } from '../../contracts/limits.ts'
import { clientIdsOf, type OrreryEvent, readEvent, touchedOf } from '../events/registry.ts'
import { listEventsAfter } from '../events/repository.ts'
import { dayOfNumber, numberOfDay } from '../metrics/rules/days.ts'
import type { BucketsJson } from './rollups.ts'
import type { Tenant } from './tenant.ts'
import { clientParts, type Told, toldEvents, toldRollup } from './told.ts'

/** A committed event together with what its own transaction counted, if that was exact and nothing in it waits for a rate. */
export interface Committed {
  seq: number
  event: OrreryEvent
  delta: BucketsJson | null
}

/** Applies events to the read model in the order of their numbers: a repeat is ignored, a gap is pulled. */
export class Projector {
  private readonly tenant: Tenant
  private readonly touchedAt = new Map<number, number>()

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  /** Applies what a transaction of this instance committed. When it returns, `applied` has reached its number. */
  async project(committed: readonly Committed[]): Promise<void> {
    const [first] = committed
    if (first === undefined) return
    if (first.seq > this.tenant.applied + 1) await this.pullTo(first.seq - 1)
    await this.learnNames(committed)
    await this.learnProjects(committed)
    this.apply(committed.filter((one) => one.seq > this.tenant.applied))
    this.tenant
      .onAppended?.(committed.map(({ event }) => event))
      .catch((error: unknown) =>
        this.tenant.deps.log.error('after_append_failed', { tenantId: this.tenant.id, error }),
      )
  }

  /**
   * Sockets are told by the names of metrics, which a new instance has not read yet, and nobody of a metric that has just been made.
   * Without Postgres they stay unknown; who comes back is told by number where the log stands.
   */
  private async learnNames(committed: readonly Committed[]): Promise<void> {
    const isNamed = ({ event }: Committed) =>
      touchedOf(event).every(({ metricNo }) => this.tenant.keyOfMetric(metricNo) !== null)
    if (!this.tenant.hub.hasListeners() || committed.every(isNamed)) return
    this.tenant.dropFacts()
    await this.tenant
      .facts()
      .catch((error: unknown) =>
        this.tenant.deps.log.error('names_not_read', { tenantId: this.tenant.id, error }),
      )
  }

  /** The same of whose projects are: only those who are limited to some clients need to know. */
  private async learnProjects(committed: readonly Committed[]): Promise<void> {
    const events = committed.map(({ event }) => event)
    this.tenant.projectClients.take(events)
    if (!this.tenant.hub.hasLimited()) return
    await this.tenant
      .learnProjects([], events)
      .catch((error: unknown) =>
        this.tenant.deps.log.error('projects_not_read', { tenantId: this.tenant.id, error }),
      )
  }

  /** Reads the events up to a number from Postgres and applies them; buckets they touched are counted again later. */
  async pullTo(seq: number): Promise<void> {
    while (this.tenant.applied < seq) {
      const rows = await this.tenant.read((tx) =>
        listEventsAfter(tx, this.tenant.applied, seq, EVENTS_PAGE_MAX),
      )
      if (rows.length === 0) throw new Error(`the log has no event after ${this.tenant.applied}`)
      const committed = rows.flatMap((row) => {
        const event = readEvent(row)
        return event === null ? [] : [{ seq: row.seq, event, delta: null }]
      })
      await this.learnProjects(committed)
      this.apply(committed.filter((one) => one.seq > this.tenant.applied))
      // Erased bodies leave nothing to apply, but their numbers count.
      const last = rows.at(-1)?.seq ?? seq
      if (this.tenant.applied < last) this.tenant.position.moveTo({ era: this.tenant.era, seq: last })
    }
  }

  /** The last event number that moved a metric, as far as this instance knows. */
  lastTouched(metricNo: number): number {
    return this.touchedAt.get(metricNo) ?? 0
  }

  /** Which numbers the events moved, in the words of the socket. */
  toldRollups(events: readonly (Omit<Committed, 'delta'> & Partial<Committed>)[]): Told[] {
    const keyOf = (no: number) => this.tenant.keyOfMetric(no)
    return events.flatMap(({ seq, event, delta = null }) => {
      const metrics = touchedOf(event).flatMap(({ metricNo, days }) => {
        const key = this.tenant.keyOfMetric(metricNo)
        const numbers = days.map(numberOfDay)
        return key === null || numbers.length === 0
          ? []
          : [{ key, from: dayOfNumber(Math.min(...numbers)), to: dayOfNumber(Math.max(...numbers)) }]
      })
      if (metrics.length === 0) return []
      const parts = () => (delta === null ? null : clientParts(delta, keyOf, dayOfNumber))
      return [toldRollup({ t: 'rollup', seq, metrics }, this.tenant.era, clientIdsOf(event), parts)]
    })
  }

  private apply(committed: readonly Committed[]): void {
    const last = committed.at(-1)
    if (last === undefined) return
    const { era, position, rollups } = this.tenant
    // Told first: what is sent behind a write of SQLite waits until that is on disk, and Postgres holds the fact already. Nobody
    // can ask in between, because nothing is awaited.
    this.tell(committed)
    position.moveTo({ era, seq: last.seq }, () => {
      for (const { seq, event, delta } of committed) {
        for (const { metricNo, days } of touchedOf(event)) {
          this.touchedAt.set(metricNo, seq)
          if (delta === null) rollups.markDirty(metricNo, days.map(numberOfDay))
        }
        if (event.type === 'metric.defined') rollups.markAllDirty(event.data.no)
        if (delta !== null) rollups.add(seq, delta)
      }
    })
    if (committed.some(({ event }) => changesFacts(event))) this.tenant.dropFacts()
    // What waits for a rate is in no delta, so one that is known left all of that as it was.
    if (committed.some(({ event, delta }) => delta === null && touchedOf(event).length > 0))
      this.tenant.waiting.drop()
  }

  private tell(committed: readonly Committed[]): void {
    const lines = committed.map(({ seq, event }) => ({
      seq,
      type: event.type,
      subject: event.subject,
      actor: event.actor,
      at: event.at,
    }))
    const clientsOf = this.tenant.hearersIn(committed.map(({ event }) => event))
    this.tenant.hub.publish(toldEvents(lines, clientsOf), ...this.toldRollups(committed))
    const told = committed.flatMap(({ event }) =>
      event.type === 'notifications.told' ? event.data.told : [],
    )
    for (const personId of new Set(told.map((one) => one.personId))) this.tenant.hub.tellPerson(personId)
  }
}

function changesFacts(event: OrreryEvent): boolean {
  switch (event.type) {
    case 'import.created':
    case 'import.failed':
    case 'dashboard.saved':
    case 'sync.started':
    case 'sync.page_stored':
    case 'sync.cancelled':
    case 'access.noted':
    case 'notifications.told':
    case 'notifications.preferences_changed':
    case 'notifications.muted':
    case 'backup.started':
    case 'backup.finished':
    case 'backup.failed':
    case 'backup.proved':
    case 'backup.expired':
      return false
    default:
      return true
  }
}
