import { unreachable } from '../../../contracts/result.ts'
import { type GivenRate, type RejectedRecord, SyncRecord } from '../../../contracts/sync.ts'
import type { DayClock } from '../../platform/clock.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import { inverseRate, readAmount, readUnits, textOf } from './amounts.ts'
import type { AmountRule, DayRule, DeclaredRead, RateRule, RecordTarget } from './define.ts'
import { readDay } from './instants.ts'
import { textAt } from './paths.ts'
import { rejected } from './rejects.ts'

const OTHER = 'other'

/** What the rules need to know beside the record. */
export interface MappingInput {
  read: DeclaredRead
  facts: Readonly<Record<string, string>>
  timeZone: string
  clock: DayClock
}

/** What became of one record: our record, and what is to be told about it. */
export interface Mapped {
  record: SyncRecord | null
  rejects: RejectedRecord[]
}

/** Why a record cannot be read. */
class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly reason: string
  readonly field: string | null
  constructor(reason: string, field: string | null, message: string) {
    super(message)
    this.reason = reason
    this.field = field
  }
}

/**
 * The provider's record as ours, by the first rule that fits. One that cannot be read is rejected with its reason and never takes the
 * page with it; a value that is not known becomes `other` with a note beside the stored record.
 */
export function mapRecord(source: ExactJson, place: number, input: MappingInput): Mapped {
  const key = keyOf(source, input.read.key)
  const label = key ?? `#${place}`
  try {
    if (key === null) throw new Unreadable('no_id', input.read.key.join(' '), 'It has no id.')
    const rule = input.read.rules.find((one) =>
      one.when.every(({ at, in: values }) => values.includes(textAt(source, at) ?? '')),
    )
    if (rule === undefined) throw new Unreadable('unknown_kind', null, 'It is of a kind that is not known.')
    const notes: RejectedRecord[] = []
    const made = SyncRecord.safeParse(new Mapping(source, key, input, notes).to(rule.to))
    if (made.success) return { record: made.data, rejects: notes }
    const issue = made.error.issues[0]
    throw new Unreadable(
      'out_of_bounds',
      issue?.path.join('.') ?? null,
      issue?.message ?? 'It is out of bounds.',
    )
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
    return { record: null, rejects: [rejected(label, thrown.reason, thrown.message, source, thrown.field)] }
  }
}

function keyOf(source: ExactJson, paths: readonly string[]): string | null {
  const parts = paths.map((path) => textAt(source, path))
  return parts.includes(null) ? null : parts.join(':')
}

class Mapping {
  private readonly source: ExactJson
  private readonly externalId: string
  private readonly input: MappingInput
  private readonly notes: RejectedRecord[]

  constructor(source: ExactJson, externalId: string, input: MappingInput, notes: RejectedRecord[]) {
    this.source = source
    this.externalId = externalId
    this.input = input
    this.notes = notes
  }

  /** Throws `Unreadable`. The outcome still has to pass the contract. */
  to(target: RecordTarget): unknown {
    const { externalId } = this
    switch (target.kind) {
      case 'deleted':
        return { kind: 'deleted', externalId, of: target.of }
      case 'value':
        return this.toValue(target)
      case 'financial': {
        const currency = this.text(target.currency)
        return {
          kind: 'financial',
          externalId,
          recordDate: this.day(target.day),
          revenue: this.amount(target.revenue, currency),
          expenses: this.amount(target.expenses, currency),
          cashFlow: target.cashFlow === null ? null : this.amount(target.cashFlow, currency),
          currency,
          givenRate: null,
          metadata: null,
        }
      }
      case 'lead': {
        const currency = target.currency === null ? null : this.text(target.currency)
        return {
          kind: 'lead',
          externalId,
          leadId: this.text(target.leadId),
          eventDate: this.day(target.day),
          stage: this.text(target.stage),
          status: this.known(target.status, 'active'),
          value: this.optionalAmount(target.value, currency),
          currency,
          givenRate: null,
        }
      }
      case 'rate':
        return {
          kind: 'rate',
          externalId,
          currency: this.text(target.currency),
          rateDate: this.day(target.day),
          perEuro: this.amount(target.perEuro, null),
        }
      default:
        return unreachable(target)
    }
  }

  private toValue(target: Extract<RecordTarget, { kind: 'value' }>): unknown {
    const currency = target.currency === null ? null : this.text(target.currency)
    const recordDate = this.day(target.day)
    const dimensions = Object.entries(target.dimensions).map(([name, rule]) => [
      name,
      typeof rule === 'string' ? textAt(this.source, rule) : this.known(rule, OTHER),
    ])
    return {
      kind: 'value',
      externalId: this.externalId,
      recordDate,
      values: target.values.map(({ metric, amount }) => ({ metric, value: this.amount(amount, currency) })),
      currency,
      givenRate: target.rate === null ? null : this.rate(target.rate, currency, recordDate),
      dimensions: Object.fromEntries(dimensions),
    }
  }

  private text(path: string): string {
    const text = textAt(this.source, path)
    if (text === null) throw new Unreadable('missing', path, `${path} is missing.`)
    return text
  }

  private day(rule: DayRule): string {
    const day = readDay(this.source, rule, this.input.clock, this.input.timeZone)
    if (day === null) throw new Unreadable('no_date', rule.at[0] ?? null, 'It has no date that can be read.')
    return day
  }

  private amount(rule: AmountRule, currency: string | null): string {
    const amount = readAmount(this.source, rule, currency)
    const field = rule.kind === 'one' ? null : rule.at
    if (amount === null) throw new Unreadable('no_amount', field, 'It has no amount that can be read.')
    return amount
  }

  /** An amount that may be absent; one that is there but no number is unreadable all the same. */
  private optionalAmount(rule: AmountRule | null, currency: string | null): string | null {
    if (rule === null || (rule.kind !== 'one' && textAt(this.source, rule.at) === null)) return null
    return this.amount(rule, currency)
  }

  private known<T extends string>(
    rule: { at: string; known: Readonly<Record<string, T>> },
    otherwise: T,
  ): T | null {
    const raw = textAt(this.source, rule.at)
    if (raw === null) return null
    const called = Object.hasOwn(rule.known, raw) ? rule.known[raw] : undefined
    if (called !== undefined) return called
    const message = `${rule.at} "${raw.slice(0, 100)}" is not known; it was stored as ${otherwise}.`
    this.notes.push(rejected(`${this.externalId}:${rule.at}`, 'unknown_value', message, this.source, rule.at))
    return otherwise
  }

  /** The provider's own rate to its base currency; none for a record in that currency, or where it gave none. */
  private rate(rule: RateRule, currency: string | null, day: string): GivenRate | null {
    const base = this.input.facts[rule.baseFact] ?? ''
    const text = textAt(this.source, rule.at)
    if (base === '' || currency === null || currency === base || text === null) return null
    const units = readUnits(text)
    const rate =
      rule.kind === 'per_base' ? inverseRate(text) : units !== null && units > 0 ? textOf(units) : null
    return rate === null ? null : { to: base, rate, day }
  }
}
