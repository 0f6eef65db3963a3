import {
  RETENTION_AT_MINUTE,
  RETENTION_STEP_AFTER_MS,
  RETENTION_STEP_ROWS_MAX,
  RETENTION_STEPS_PER_TURN,
} from '../../contracts/limits.ts'
import { err, ok } from '../../contracts/result.ts'
import { type ArchivedRelation, RetentionRule, type RetentionView } from '../../contracts/retention.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { countCold } from '../audit/cold.service.ts'
import { membersByLog } from '../audit/people.service.ts'
import { tellOfConsents } from '../connections/consent-notice.service.ts'
import { nextDailyAt } from '../connections/rules/due.ts'
import { DayClock } from '../platform/clock.ts'
import { readRawKeys } from '../platform/seal.ts'
import { deriveTenantKey, pack, sealBytes, unsealBytes } from '../platform/tenant-key.ts'
import { type Cutoffs, cutoffsOf } from '../retention/rules/periods.ts'
import * as keeping from '../retention/service.ts'
import type { Timer } from './agenda.ts'
import { ARCHIVES_FOLDER, type ArchiveFiles } from './archive-files.ts'
import { DAILY_TIMER } from './backups.ts'
import { CLEANUP_TIMER } from './cleanup.ts'
import { ColdEvents } from './cold-events.ts'
import { HEAD_TIMER } from './heads.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that archives what is past its time. */
export const RETENTION_TIMER = 'retention'
const PURPOSE = 'orrery archive v1'
const ACTOR = 'system:retention'
const NONCE_BYTES = 12
/** A step whose rows were changed while it ran is tried again so often in one night. */
const MOVED_MAX = 5

/** What the night does in the control plane. */
export interface NightControl {
  /** Ends devices of members that are past their time; gives how many. */
  endOldDevices: () => Promise<number>
  /** Holds who is a member by the log against the directory. */
  compareMembers: (said: { joined: string[]; gone: string[] }) => Promise<void>
}

/**
 * Takes rows that are past their time out of the database, night by night: they go into sealed files first, then sums take their place.
 * It works in steps of one file and one transaction, and goes on where it was after it was stopped.
 */
export class Retention {
  private readonly tenant: Tenant
  private readonly files: ArchiveFiles
  private readonly setting: string
  private readonly days = new DayClock()
  private readonly cold: ColdEvents

  private readonly control: NightControl

  constructor(
    tenant: Tenant,
    files: ArchiveFiles,
    { setting, control }: { setting: string; control: NightControl },
  ) {
    this.control = control
    this.tenant = tenant
    this.files = files
    this.setting = setting
    this.cold = new ColdEvents(tenant, files, setting)
  }

  /** After a claim: the timer of the night, if it was lost. */
  async restore(): Promise<void> {
    if (!this.tenant.agenda.has(RETENTION_TIMER)) await this.planNight()
  }

  /** The timer: some steps, then either another turn soon or the next night. `payload` says how many rows went tonight so far. */
  async runTimer({ payload }: Timer): Promise<void> {
    const cutoffs = await this.cutoffs()
    const gone = JSON.parse(payload === '' ? '{}' : payload) as Record<string, number>
    let steps = 0
    for (const rule of keeping.archivingRules) {
      const problem = await this.runRule(rule, cutoffs, (rows) => {
        gone[rule] = (gone[rule] ?? 0) + rows
        steps += 1
        return steps < RETENTION_STEPS_PER_TURN
      })
      if (problem === 'more') return this.planTurn(gone)
      await this.noted(rule, gone, problem)
    }
    for (; ; steps += 1) {
      if (steps >= RETENTION_STEPS_PER_TURN) return this.planTurn(gone)
      const rows = await this.forgetMonth(cutoffs)
      if (rows === null) break
      gone.value_months = (gone.value_months ?? 0) + rows
    }
    await this.noted('value_months', gone, null)
    for (; ; steps += 1) {
      if (steps >= RETENTION_STEPS_PER_TURN) return this.planTurn(gone)
      const { rows, brokenSeq } = await this.cold.freeze()
      gone.audit_cold = (gone.audit_cold ?? 0) + rows
      if (rows > 0) continue
      await this.noted('audit_cold', gone, brokenSeq === null ? null : `entry ${brokenSeq} does not fit`)
      break
    }
    await this.noted('consents', { consents: await this.tellOfConsents() }, null)
    await this.noted('sessions', { sessions: await this.control.endOldDevices() }, null)
    await this.control.compareMembers(await this.ready((tx) => membersByLog(tx, this.tenant.deps.now())))
    await this.planNight()
  }

  /** How many people were told that a consent of theirs is asked for again. */
  private async tellOfConsents(): Promise<number> {
    const { newId, now } = this.tenant.deps
    const told = await record<number, never>(this.tenant, this.tenant.commands, ACTOR, async (tx) => {
      const events = await tellOfConsents(tx, { newId, at: now() })
      return ok({ value: events.length, events })
    })
    if (!told.ok) throw new Error(`the workspace is not ready: ${told.error.code}`)
    return told.value
  }

  private noted(rule: RetentionRule, gone: Record<string, number>, problem: string | null): Promise<void> {
    return this.written((tx) =>
      keeping.noteRun(tx, rule, this.tenant.deps.now(), { rows: gone[rule] ?? 0, problem }),
    )
  }

  /** One month of figures, in one transaction; null when none is old enough. */
  private async forgetMonth(cutoffs: Cutoffs): Promise<number | null> {
    const cut = await record<number, { code: 'none' }>(this.tenant, this.tenant.loads, ACTOR, async (tx) => {
      const done = await keeping.forgetMonth(tx, cutoffs)
      return done === null ? err({ code: 'none' }) : ok({ value: done.rows, events: done.events })
    })
    if (cut.ok) return cut.value
    if (cut.error.code === 'none') return null
    throw new Error(`the workspace is not ready: ${cut.error.code}`)
  }

  /** The archived rows of a table and year as packed NDJSON: packed files one after the other unpack as one. Null when there are none. */
  async open(relation: ArchivedRelation, year: string): Promise<AsyncGenerator<Uint8Array> | null> {
    const months = await this.ready((tx) => keeping.readArchivedMonths(tx, relation, year))
    return months.length === 0 ? null : this.packed(relation, months)
  }

  private async *packed(
    relation: ArchivedRelation,
    months: readonly keeping.ArchivedMonth[],
  ): AsyncGenerator<Uint8Array> {
    for (const { month, metricNo, parts, keyId } of months)
      for (let partNo = 1; partNo <= parts; partNo += 1)
        yield await this.readPart(this.placeOf({ relation, month, metricNo }, partNo), keyId)
  }

  /** @param keyId of the newest file of the month; older ones may be sealed with an older key. */
  private async readPart(place: string, keyId: string): Promise<Uint8Array> {
    const file = await this.files.get(place)
    if (file === null) throw new Error(`the archive has no ${place}`)
    const sealed = new Uint8Array(await file.arrayBuffer())
    const keyIds = [keyId, ...readRawKeys(this.setting).map(([id]) => id)]
    for (const id of new Set(keyIds)) {
      const key = await deriveTenantKey(this.setting, this.tenant.id, PURPOSE, id)
      const opened = await unsealBytes(key, place, sealed).catch(() => null)
      if (opened !== null) return opened
    }
    throw new Error(`${place} cannot be opened with any key that is known`)
  }

  /** Every rule with what it did last and when it runs next. */
  async view(tx: TenantTx): Promise<RetentionView[]> {
    const [{ runs, archived }, cold] = await Promise.all([keeping.readRetention(tx), countCold(tx)])
    const { agenda } = this.tenant
    const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
    const nextOf: Record<RetentionRule, number | null> = {
      financials: agenda.dueAt(RETENTION_TIMER),
      leads: agenda.dueAt(RETENTION_TIMER),
      custom_metrics: agenda.dueAt(RETENTION_TIMER),
      value_months: agenda.dueAt(RETENTION_TIMER),
      sessions: agenda.dueAt(RETENTION_TIMER),
      consents: agenda.dueAt(RETENTION_TIMER),
      audit: agenda.dueAt(HEAD_TIMER),
      audit_cold: agenda.dueAt(RETENTION_TIMER),
      versions: agenda.dueAt(CLEANUP_TIMER),
      runs: agenda.dueAt(CLEANUP_TIMER),
      backups: agenda.dueAt(DAILY_TIMER),
    }
    return RetentionRule.options.map((rule) => ({
      rule,
      lastAt: runs.get(rule)?.ranAt ?? null,
      last: runs.get(rule)?.result ?? null,
      nextAt: iso(nextOf[rule]),
      archivedRows:
        archived.get(rule === 'leads' ? 'lead_events' : rule) ?? (rule === 'audit_cold' ? cold : 0),
    }))
  }

  /** First days that stay, by the workspace's calendar. */
  async cutoffs(): Promise<Cutoffs> {
    const facts = await this.tenant.facts()
    return cutoffsOf(this.days.dayIn(facts?.settings.timeZone ?? 'UTC', this.tenant.deps.now()))
  }

  /** Steps of one rule; null when nothing is left, `more` when this turn has done enough, else why it stops for tonight. */
  private async runRule(
    rule: keeping.ArchivingRule,
    cutoffs: Cutoffs,
    goesOn: (rows: number) => boolean,
  ): Promise<string | null> {
    for (let moved = 0; moved < MOVED_MAX; ) {
      const step = await this.ready((tx) => keeping.readStep(tx, rule, cutoffs, RETENTION_STEP_ROWS_MAX))
      if (step === null) return null
      const rows = await this.takeOut(rule, cutoffs, step)
      if (rows === null) moved += 1
      else if (!goesOn(rows)) return 'more'
    }
    return 'rows were changed while they were archived'
  }

  /** The file first, then the cut. Stopped in between, the same file is written again. Null when rows were changed meanwhile. */
  private async takeOut(
    rule: keeping.ArchivingRule,
    cutoffs: Cutoffs,
    step: keeping.Step,
  ): Promise<number | null> {
    const key = await deriveTenantKey(this.setting, this.tenant.id, PURPOSE)
    const place = this.placeOf(step.candidate, step.partNo)
    const text = step.taken.lines.map((line) => `${line}\n`).join('')
    const packed = await pack(new TextEncoder().encode(text))
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    await this.files.put(place, await sealBytes(key, place, packed, nonce))
    const definitions = (await this.tenant.facts())?.definitions ?? []
    const at = this.tenant.deps.now()
    const by = { cutoffs, limit: RETENTION_STEP_ROWS_MAX, keyId: key.keyId, at, definitions }
    const cut = await record<number, { code: 'moved' }>(this.tenant, this.tenant.loads, ACTOR, async (tx) => {
      const done = await keeping.cutStep(tx, rule, step, by)
      return done.ok ? ok({ value: done.value.rows, events: done.value.events }) : done
    })
    if (cut.ok) return cut.value
    if (cut.error.code === 'moved') return null
    throw new Error(`the workspace is not ready: ${cut.error.code}`)
  }

  /** One file for each step, in a folder for each year. */
  private placeOf(
    { relation, month, metricNo }: Pick<keeping.Candidate, 'relation' | 'month' | 'metricNo'>,
    partNo: number,
  ): string {
    const name = `${month.slice(0, 7)}-${metricNo}-${partNo}.ndjson.gz`
    return `${ARCHIVES_FOLDER}/${this.tenant.id}/${relation}/${month.slice(0, 4)}/${name}`
  }

  private async planNight(): Promise<void> {
    const facts = await this.tenant.facts()
    const at = nextDailyAt(this.tenant.deps.now(), facts?.settings.timeZone ?? 'UTC', RETENTION_AT_MINUTE)
    await this.tenant.agenda.set(RETENTION_TIMER, at.getTime())
  }

  private async planTurn(gone: Record<string, number>): Promise<void> {
    const at = this.tenant.deps.now().getTime() + RETENTION_STEP_AFTER_MS
    await this.tenant.agenda.set(RETENTION_TIMER, at, JSON.stringify(gone))
  }

  private async ready<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    return this.tenant.read(work)
  }

  private async written<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const done = await this.tenant.write<T, never>(this.tenant.commands, async (tx) => ok(await work(tx)))
    if (!done.ok) throw new Error(`the workspace is not ready: ${done.error.code}`)
    return done.value
  }
}
