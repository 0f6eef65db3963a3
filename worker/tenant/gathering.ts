import { COMMANDS_TOGETHER_MAX } from '../../contracts/limits.ts'
import type { Result } from '../../contracts/result.ts'
import { postgresReply } from '../../db/lane.ts'
import { type Reader, type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import {
  type Command,
  type CommandAnswer,
  type CommandRefusal,
  runTogether,
  SomeKnown,
  type Together,
} from './commands.ts'
import type { Tenant } from './tenant.ts'

/** Says of one of several commands that it has to be carried out by itself. Never an answer. */
export interface Alone {
  code: 'alone'
}

/** A kind of command of which several can be carried out together. `inputs` are what each of them asks for. */
export interface GatheredKind<I, T, E extends { code: string }, A> {
  status: number
  /** Sends what all of them need first, and waits for nothing. */
  ask: (tx: TenantTx, inputs: readonly I[]) => A
  /** A result for each, as `Together` has it. Of several, some may have to be carried out alone. */
  work: (tx: TenantTx, inputs: readonly I[], asked: A) => ReturnType<Together<T, E | Alone, A>['work']>
}

type Answer<E extends { code: string }> = Result<CommandAnswer, E | CommandRefusal>

interface Waiting<I, E extends { code: string }> {
  command: Command
  input: I
  answer: PromiseWithResolvers<Answer<E>>
}

/**
 * Commands of one kind that came while others had the lane go together in one transaction, so that many at once cost little more than
 * their rows. Whoever comes alone waits for nobody. Only for callers who reach all clients; the order among those who wait at the same
 * time is theirs of coming.
 */
export class Gathering<I, T, E extends { code: string }, A> {
  private readonly tenant: Tenant
  private readonly kind: GatheredKind<I, T, E, A>
  private waiting: Waiting<I, E>[] = []

  constructor(tenant: Tenant, kind: GatheredKind<I, T, E, A>) {
    this.tenant = tenant
    this.kind = kind
  }

  /** Carries a command out once, as `runCommand` does. */
  run(command: Command, input: I): Promise<Answer<E>> {
    const one = { command, input, answer: Promise.withResolvers<Answer<E>>() }
    if (command.clients !== 'all') void this.settleAlone(one)
    else {
      this.waiting.push(one)
      if (this.waiting.length === 1) this.queue()
    }
    return one.answer.promise
  }

  /** Takes a place on the lane for those who will be waiting when it is reached. */
  private queue(): void {
    let taken: Waiting<I, E>[] | null = null
    void this.settle(WHOLE, () => {
      if (taken !== null) return taken
      taken = this.waiting.splice(0, COMMANDS_TOGETHER_MAX)
      if (this.waiting.length > 0) this.queue()
      return taken
    })
  }

  private settleAlone(one: Waiting<I, E>): Promise<void> {
    return this.settle(one.command, () => [one])
  }

  /** Carries out and answers those of one place. */
  private async settle(reader: Reader, take: () => readonly Waiting<I, E>[]): Promise<void> {
    const { tenant, kind } = this
    const inputs = () => take().map(({ input }) => input)
    try {
      const results = await runTogether<T, E | Alone, A>(tenant, {
        ...{ reader, status: kind.status, take: () => take().map(({ command }) => command) },
        ask: (tx) => kind.ask(tx, inputs()),
        work: (tx, asked) => kind.work(tx, inputs(), asked),
      })
      const all = take()
      const answers = all.map((one, i) => {
        const result = results[i]
        // Whatever is not `Alone` is an answer.
        if (result !== undefined && !isAlone(result)) return one.answer.resolve(result as Answer<E>)
        if (all.length === 1) throw new Error('a command that is alone cannot be carried out alone')
        return this.settleAlone(one)
      })
      await Promise.all(answers)
    } catch (error) {
      const all = take()
      // What Postgres refused one of them it has refused all of them, and nothing was kept.
      const isApart = all.length > 1 && (error instanceof SomeKnown || postgresReply(error) !== null)
      if (isApart) await Promise.all(all.map((one) => this.settleAlone(one)))
      else for (const one of all) one.answer.reject(error)
    }
  }
}

const isAlone = (result: Answer<{ code: string }>): boolean => !result.ok && result.error.code === 'alone'
