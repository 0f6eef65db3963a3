import type { Step } from './statements.ts'
import { errorResponse, FROM_CLIENT, message, readyForQuery } from './wire.ts'

/**
 * Speaks for a backend that was terminated inside a client's transaction: the statement is answered with 57014,
 * everything after it with 25P02, until the client ends the transaction, exactly as a real server would. That way
 * a driver sees the reason instead of a lost connection when it rolls back.
 */
export class AbortedTransaction {
  readonly #reason: string
  #isFirst = true
  /** After an error in the extended protocol everything up to the next Sync is skipped. */
  #skipping = false

  constructor(reason: string) {
    this.#reason = reason
  }

  /** Answers the next messages; `over` once the client has ended the transaction. */
  answer(steps: readonly Step[]): { bytes: Buffer; over: boolean } {
    const replies: Buffer[] = []
    let over = false
    for (const step of steps) {
      if (over) break
      over = this.#one(step, replies)
    }
    return { bytes: Buffer.concat(replies), over }
  }

  #one(step: Step, replies: Buffer[]): boolean {
    if (step.type === FROM_CLIENT.sync) {
      const over = this.#ended
      this.#skipping = false
      replies.push(readyForQuery(over ? 'I' : 'E'))
      return over
    }
    if (this.#skipping) return false
    if (step.type === FROM_CLIENT.query) return this.#query(step, replies)
    if (this.#isFirst || !step.endsTransaction) {
      const isPortalStep = step.type === FROM_CLIENT.execute || step.type === FROM_CLIENT.describe
      if (this.#ending && isPortalStep) return this.#endingStep(step, replies)
      if (step.type === FROM_CLIENT.flush || step.type === FROM_CLIENT.closeName) {
        if (step.type === FROM_CLIENT.closeName) replies.push(message('3'))
        return false
      }
      replies.push(this.#error())
      this.#skipping = true
      return false
    }
    return this.#endingStep(step, replies)
  }

  #ending = false
  #ended = false

  #query(step: Step, replies: Buffer[]): boolean {
    if (step.endsTransaction && !this.#isFirst) {
      replies.push(message('C', 'ROLLBACK'), readyForQuery('I'))
      return true
    }
    replies.push(this.#error(), readyForQuery('E'))
    return false
  }

  #endingStep(step: Step, replies: Buffer[]): boolean {
    this.#ending = true
    if (step.type === FROM_CLIENT.parse) replies.push(message('1'))
    else if (step.type === FROM_CLIENT.bind) replies.push(message('2'))
    else if (step.type === FROM_CLIENT.describe) {
      // A statement is described with its parameters (none), a portal is not.
      if (step.endsTransaction) replies.push(message('t', Buffer.from([0, 0])))
      replies.push(message('n'))
    } else if (step.type === FROM_CLIENT.execute) {
      replies.push(message('C', 'ROLLBACK'))
      this.#ended = true
    }
    return false
  }

  #error(): Buffer {
    if (!this.#isFirst) {
      const text = 'current transaction is aborted, commands ignored until end of transaction block'
      return errorResponse('ERROR', '25P02', text)
    }
    this.#isFirst = false
    return errorResponse('ERROR', '57014', this.#reason)
  }
}
