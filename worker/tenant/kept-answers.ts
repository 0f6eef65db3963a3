import type { ClientScope } from '../../contracts/client-scope.ts'
import { KEPT_ANSWER_BYTES_MAX } from '../../contracts/limits.ts'
import type { HiddenDimension } from '../metrics/rules/naming.ts'

/** The answer to one question of a request as JSON text. */
export interface Piece {
  text: string
  /** Numbers of the metrics it is made of, and the event number they were read at. */
  metricNos: readonly number[]
  seq: number
}

/** What somebody asked, for which clients, and when last. */
export interface Asked {
  text: string
  clients: ClientScope
  /** Dimensions that are kept from whoever asked. */
  hidden: readonly HiddenDimension[]
  /** Milliseconds since 1970. */
  atMs: number
}

interface Kept {
  asked: Asked
  /** Whether the request asked a list of questions. */
  isMany: boolean
  /** One for each question of the request, in their order. */
  pieces: readonly Piece[]
  factsVersion: number
  /** From this instant on a source is late, and the answer another. Milliseconds since 1970. */
  untilMs: number
}

/**
 * Answers kept as text, question by question: when a metric moves, only the questions it is in are worked out again. The request that
 * was answered longest ago goes first.
 */
export class KeptAnswers {
  private readonly answers = new Map<string, Kept>()
  private bytes = 0

  /** For each question of a request its answer, or null where something in it has moved since; null when nothing is kept. */
  get(
    name: string,
    asked: Asked,
    factsVersion: number,
    nowMs: number,
    lastTouched: (metricNo: number) => number,
  ): { isMany: boolean; pieces: readonly (Piece | null)[] } | null {
    const kept = this.answers.get(name)
    if (kept === undefined) return null
    this.answers.delete(name)
    if (kept.factsVersion !== factsVersion || nowMs >= kept.untilMs) {
      this.bytes -= sizeOf(name, kept)
      return null
    }
    this.answers.set(name, { ...kept, asked })
    const pieces = kept.pieces.map((piece) => (isCurrent(piece, lastTouched) ? piece : null))
    return { isMany: kept.isMany, pieces }
  }

  /** What was asked at or after an instant and has moved since it was answered; the latest first. */
  moved(sinceMs: number, lastTouched: (metricNo: number) => number): Asked[] {
    return [...this.answers.values()]
      .filter(({ asked }) => asked.atMs >= sinceMs)
      .filter(({ pieces }) => !pieces.every((piece) => isCurrent(piece, lastTouched)))
      .map(({ asked }) => asked)
      .sort((a, b) => b.atMs - a.atMs)
  }

  put(name: string, kept: Kept): void {
    const old = this.answers.get(name)
    if (old !== undefined) this.bytes -= sizeOf(name, old)
    this.answers.delete(name)
    this.answers.set(name, kept)
    this.bytes += sizeOf(name, kept)
    for (const [oldest, entry] of this.answers) {
      if (this.bytes <= KEPT_ANSWER_BYTES_MAX) break
      this.answers.delete(oldest)
      this.bytes -= sizeOf(oldest, entry)
    }
  }
}

/** Whether nothing in an answer has moved since it was read. */
export function isCurrent(piece: Piece, lastTouched: (metricNo: number) => number): boolean {
  return piece.metricNos.every((no) => lastTouched(no) <= piece.seq)
}

/** Two bytes a character is what a string may take. */
function sizeOf(name: string, { pieces }: Kept): number {
  return 2 * pieces.reduce((sum, { text }) => sum + text.length, name.length)
}
