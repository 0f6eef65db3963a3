import type { Step } from './statements.ts'
import { errorResponse, FROM_CLIENT, message, readyForQuery } from './wire.ts'

const ABORTED = 'current transaction is aborted, commands ignored until end of transaction block'
const NOT_RUN = 'the statement was not run because the one before it was terminated'

/**
 * Speaks for a backend that was terminated under a client. The statement it was running is answered with 57014. In a
 * transaction, what follows gets 25P02 until the client ends it, exactly as from a real server; outside one, what
 * went down with the backend gets 57P01. The connection itself survives.
 */
export class LostBackend {
  readonly #reason: string
  readonly #inTransaction: boolean
  #isFirst = true
  /** After an error in the extended protocol everything up to the next Sync is skipped. */
  #isSkipping = false
  /** Inside an exchange that ends the transaction, and past its Execute. */
  #isEnding = false
  #hasEnded = false

  constructor(reason: string, inTransaction: boolean) {
    this.#reason = reason
    this.#inTransaction = inTransaction
  }

  /** Answers the next messages; `isOver` once the new backend can take the client again. */
  answer(steps: readonly Step[]): { bytes: Buffer; isOver: boolean } {
    const replies = steps.flatMap((step) => this.#one(step))
    const isOver = this.#inTransaction ? this.#hasEnded && !this.#isEnding : !this.#isSkipping
    return { bytes: Buffer.concat(replies), isOver }
  }

  #one(step: Step): Buffer[] {
    if (step.type === FROM_CLIENT.sync) {
      this.#isSkipping = false
      this.#isEnding = false
      return [this.#ready()]
    }
    if (this.#isSkipping || step.type === FROM_CLIENT.flush) return []
    if (step.type === FROM_CLIENT.closeName) return [message('3')]
    const endsNow =
      this.#inTransaction && !this.#hasEnded && !this.#isFirst && (step.endsTransaction || this.#isEnding)
    if (step.type === FROM_CLIENT.query) {
      if (!endsNow) return [this.#error(), this.#ready()]
      this.#hasEnded = true
      return [message('C', 'ROLLBACK'), this.#ready()]
    }
    if (endsNow) return this.#endingStep(step)
    this.#isSkipping = true
    return [this.#error()]
  }

  /** One step of Parse, Bind, Describe, Execute of a ROLLBACK. */
  #endingStep(step: Step): Buffer[] {
    this.#isEnding = true
    switch (step.type) {
      case FROM_CLIENT.parse:
        return [message('1')]
      case FROM_CLIENT.bind:
        return [message('2')]
      case FROM_CLIENT.describe:
        // A statement is described with its parameters, of which there are none; a portal is not.
        return step.endsTransaction ? [message('t', Buffer.from([0, 0])), message('n')] : [message('n')]
      case FROM_CLIENT.execute:
        this.#hasEnded = true
        return [message('C', 'ROLLBACK')]
      default:
        return []
    }
  }

  #ready(): Buffer {
    return readyForQuery(this.#inTransaction && !this.#hasEnded ? 'E' : 'I')
  }

  #error(): Buffer {
    if (this.#isFirst) {
      this.#isFirst = false
      return errorResponse('ERROR', '57014', this.#reason)
    }
    if (this.#inTransaction && !this.#hasEnded) return errorResponse('ERROR', '25P02', ABORTED)
    return errorResponse('ERROR', '57P01', NOT_RUN)
  }
}
