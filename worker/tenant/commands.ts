import { COMMAND_KEPT_MS } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { Reader, TenantTx } from '../../db/tenant-tx.ts'
import { appendEvents } from '../events/append.ts'
import type { NewEvent } from '../events/define.ts'
import { type NumberedEvent, readNew } from '../events/registry.ts'
import { countWork, type Foreseen } from '../work/service.ts'
import { planCleanUp } from './cleanup.ts'
import { type DoneCommand, findCommand, insertCommand } from './commands.repository.ts'
import type { HostRefusal, Tenant } from './tenant.ts'

/** One unsafe call: its id, who asks and whose rows they reach, and a hash of what is asked. */
export interface Command extends Reader {
  id: string
  requestHash: string
}

/** An answer as it is stored and given again when the command comes twice. */
export interface CommandAnswer {
  status: number
  /** JSON text of `data`. */
  data: string
  seq: number
}

/** An answer whose number may still be on its way, together with COMMIT. */
type Stored = Omit<CommandAnswer, 'seq'> & { seq: number | Promise<number> }

/** What the work of a command gives: data to answer with, the events, and what they are counted by where that was asked ahead. */
export interface Worked<T> {
  view: T
  events: NewEvent[]
  foreseen?: Foreseen | null
}

/** What a command does; `asked` is what it asked for while its id was looked up. */
export type Work<T, E extends { code: string }, A> = (tx: TenantTx, asked: A) => Promise<Result<Worked<T>, E>>

/** The command was carried out before: whatever was asked for it now is taken back. */
class Known {
  readonly code = 'command_known'
  readonly answer: CommandAnswer
  constructor({ status, response, seq }: DoneCommand) {
    this.answer = { status, data: response, seq }
  }
}

const isKnown = (error: { code: string }): error is Known => error instanceof Known

export type CommandRefusal = { code: 'command_conflict' } | HostRefusal

/**
 * Carries a command out once. The work gives data to answer with and events; both, the rows and the answer are one transaction.
 * The same id again gives the first answer; with another request it is refused. A refusal of the work leaves nothing behind.
 * `ask` sends what the work needs first, which travels with the look-up of the id and not after it; it waits for nothing.
 */
export async function runCommand<T, E extends { code: string }, A = void>(
  tenant: Tenant,
  command: Command,
  status: number,
  work: Work<T, E, A>,
  ask?: (tx: TenantTx) => A,
): Promise<Result<CommandAnswer, E | CommandRefusal>> {
  let events: NumberedEvent[] = []
  const at = tenant.deps.now()
  const answered = async (answer: CommandAnswer) => {
    // The first call may still be on its way into the read model, which an answer must not run ahead of.
    if (answer.seq > tenant.applied) await tenant.projector.pullTo(answer.seq)
    return ok(answer)
  }
  const result = await tenant.write<Stored, E | CommandRefusal | Known>(
    tenant.commands,
    async (tx) => {
      events = []
      const looking = findCommand(tx, command.id)
      // Where nothing is asked ahead, the work expects nothing.
      const asked = ask?.(tx) as A
      const known = await looking
      if (known !== null) {
        return err(
          known.requestHash === command.requestHash ? new Known(known) : { code: 'command_conflict' },
        )
      }
      const worked = await work(tx, asked)
      if (!worked.ok) return worked
      const counted = await countWork(tx, worked.value.events, at, worked.value.foreseen)
      const appended = await tenant.artistSeal.seal(tx, counted)
      events = appended.map((event) => readNew(event, command.actor, at))
      const data = JSON.stringify(worked.value.view)
      const done = { requestHash: command.requestHash, status, response: data }
      const expiresAt = new Date(at.getTime() + COMMAND_KEPT_MS)
      if (events.length === 0) {
        const seq = tenant.applied
        await insertCommand(tx, command.id, done, expiresAt, seq)
        return ok({ status, data, seq })
      }
      // They travel together with COMMIT.
      const seq = appendEvents(tx, tenant.fence, command.actor, appended, {
        id: command.id,
        ...done,
        expiresAt,
      })
      tx.endWith(seq)
      return ok({ status, data, seq })
    },
    command,
  )
  if (!result.ok) return isKnown(result.error) ? answered(result.error.answer) : err(result.error)
  const answer: CommandAnswer = { ...result.value, seq: await result.value.seq }
  if (events.length === 0) return answered(answer)
  const firstSeq = answer.seq - events.length + 1
  await tenant.projector.project(
    events.map((numbered, i) => ({ seq: firstSeq + i, event: numbered(firstSeq + i), delta: null })),
  )
  // Last: whoever watches is told first.
  await planCleanUp(tenant)
  return ok(answer)
}
