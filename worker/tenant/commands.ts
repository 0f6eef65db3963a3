import { COMMAND_KEPT_MS } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { Reader, TenantTx } from '../../db/tenant-tx.ts'
import { appendEvents } from '../events/append.ts'
import type { NewEvent } from '../events/define.ts'
import { type NumberedEvent, readNew } from '../events/registry.ts'
import { countWork, type Foreseen } from '../work/service.ts'
import { planCleanUp } from './cleanup.ts'
import { type DoneCommand, findCommands, insertCommand } from './commands.repository.ts'
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

/** What the work of a command gives: data to answer with, the events, and what they are counted by where that was asked ahead. */
export interface Worked<T> {
  view: T
  events: NewEvent[]
  foreseen?: Foreseen | null
}

/** What a command does. */
export type Work<T, E extends { code: string }> = (tx: TenantTx) => Promise<Result<Worked<T>, E>>

export type CommandRefusal = { code: 'command_conflict' } | HostRefusal

/** Several commands of one reach in one transaction; each is carried out or refused by itself. */
export interface Together<T, E extends { code: string }, A> {
  /** Which they are; asked when it is their turn, and the same ones again where the transaction runs once more. */
  take: () => readonly Command[]
  /** Whose rows they reach. */
  reader?: Reader
  /** The status that each is answered with. */
  status: number
  /** Sends what the work needs first, which travels with the look-up of the ids and not after it; it waits for nothing. */
  ask?: (tx: TenantTx) => A
  /** A result for each. One that is refused must have written nothing that others would keep. All of them share what was foreseen. */
  work: (tx: TenantTx, asked: A) => Promise<readonly Result<Worked<T>, E>[]>
}

/** Some of several commands were carried out before: each has to be carried out by itself. Nothing was kept. */
export class SomeKnown extends Error {
  override readonly name = 'SomeKnown'
}

/** The transaction keeps nothing: its one command was carried out before, or all of its commands are refused. */
class Nothing {
  readonly code = 'nothing'
  readonly known: DoneCommand | null
  readonly refused: readonly Result<never, { code: string }>[]
  constructor(known: DoneCommand | null, refused: readonly Result<never, { code: string }>[] = []) {
    this.known = known
    this.refused = refused
  }
}

/** What a transaction stored. Its last number may still be on its way, together with COMMIT. */
interface Stored<E extends { code: string }> {
  /** What each command is answered with, and how many events of others come after its own. */
  results: Result<{ data: string; behind: number }, E>[]
  events: NumberedEvent[]
  lastSeq: number | Promise<number>
}

/**
 * Carries a command out once. The work gives data to answer with and events; both, the rows and the answer are one transaction.
 * The same id again gives the first answer; with another request it is refused. A refusal of the work leaves nothing behind.
 */
export async function runCommand<T, E extends { code: string }>(
  tenant: Tenant,
  command: Command,
  status: number,
  work: Work<T, E>,
): Promise<Result<CommandAnswer, E | CommandRefusal>> {
  const [answer] = await runTogether<T, E, void>(tenant, {
    ...{ take: () => [command], reader: command, status },
    work: async (tx) => [await work(tx)],
  })
  if (answer === undefined) throw new Error('a command has no answer')
  return answer
}

/** The same for several, with an answer for each. Throws `SomeKnown` where one of several was carried out before. */
export async function runTogether<T, E extends { code: string }, A>(
  tenant: Tenant,
  together: Together<T, E, A>,
): Promise<Result<CommandAnswer, E | CommandRefusal>[]> {
  const at = tenant.deps.now()
  const result = await tenant.write<Stored<E>, CommandRefusal | Nothing>(
    tenant.commands,
    (tx) => carryOut(tenant, tx, together, at),
    together.reader,
  )
  if (!result.ok) {
    const { error } = result
    if (!(error instanceof Nothing)) return together.take().map(() => err(error))
    // What the work refused comes back as it was.
    if (error.known === null) return error.refused as Result<CommandAnswer, E>[]
    const { status, response, seq } = error.known
    // The first call may still be on its way into the read model, which an answer must not run ahead of.
    if (seq > tenant.applied) await tenant.projector.pullTo(seq)
    return [ok({ status, data: response, seq })]
  }
  const { results, events } = result.value
  const lastSeq = await result.value.lastSeq
  const firstSeq = lastSeq - events.length + 1
  await tenant.projector.project(
    events.map((numbered, i) => ({ seq: firstSeq + i, event: numbered(firstSeq + i), delta: null })),
  )
  // Last: whoever watches is told first.
  if (events.length > 0) await planCleanUp(tenant)
  const { status } = together
  return results.map((one) =>
    one.ok ? ok({ status, data: one.value.data, seq: lastSeq - one.value.behind }) : one,
  )
}

async function carryOut<T, E extends { code: string }, A>(
  tenant: Tenant,
  tx: TenantTx,
  { take, status, ask, work }: Together<T, E, A>,
  at: Date,
): Promise<Result<Stored<E>, CommandRefusal | Nothing>> {
  const commands = take()
  const looking = findCommands(
    tx,
    commands.map(({ id }) => id),
  )
  // Where nothing is asked ahead, the work expects nothing.
  const asked = ask?.(tx) as A
  for (const [id, known] of await looking) {
    if (commands.length > 1) throw new SomeKnown()
    const isSame = commands.some((one) => one.id === id && one.requestHash === known.requestHash)
    return err(isSame ? new Nothing(known) : { code: 'command_conflict' })
  }
  const worked = await work(tx, asked)
  const refused = worked.filter((one) => !one.ok)
  if (refused.length === worked.length) return err(new Nothing(null, refused))
  return ok(await store(tenant, tx, { commands, status, worked, at }))
}

/** Counts, seals and appends what the commands of a transaction did, and keeps the answer of each. */
async function store<T, E extends { code: string }>(
  tenant: Tenant,
  tx: TenantTx,
  of: { commands: readonly Command[]; status: number; worked: readonly Result<Worked<T>, E>[]; at: Date },
): Promise<Stored<E>> {
  const { commands, status, worked, at } = of
  const own = worked.map((one, i) => {
    const actor = commands[i]?.actor
    return one.ok ? one.value.events.map((event) => (actor === undefined ? event : { actor, ...event })) : []
  })
  const foreseen = worked.find((one) => one.ok)?.value.foreseen
  const counted = await countWork(tx, own.flat(), at, foreseen)
  const appended = await tenant.artistSeal.seal(tx, counted)
  const [actor = ''] = commands.map((one) => one.actor)
  const events = appended.map((event) => readNew(event, actor, at))
  const expiresAt = new Date(at.getTime() + COMMAND_KEPT_MS)
  let behind = own.flat().length
  const results = worked.map((one, i): Result<{ data: string; behind: number }, E> => {
    behind -= own[i]?.length ?? 0
    return one.ok ? ok({ data: JSON.stringify(one.value.view), behind }) : one
  })
  const answered = results.flatMap((one, i) => {
    const command = commands[i]
    if (!one.ok || command === undefined) return []
    const { id, requestHash } = command
    return [{ ...{ id, requestHash, status, response: one.value.data }, expiresAt, behind: one.value.behind }]
  })
  if (events.length === 0) {
    const lastSeq = tenant.applied
    for (const { id, expiresAt: until, ...done } of answered)
      await insertCommand(tx, id, done, until, lastSeq)
    return { results, events, lastSeq }
  }
  // They travel together with COMMIT.
  const lastSeq = appendEvents(tx, tenant.fence, actor, appended, answered)
  tx.endWith(lastSeq)
  return { results, events, lastSeq }
}
