import { KEPT_ANSWER_BYTES_MAX } from '../../contracts/limits.ts'

interface Kept {
  body: string
  /** Numbers of the metrics the answer is made of, and the event number they were read at. */
  metricNos: readonly number[]
  seq: number
  factsVersion: number
  /** From this instant on a source is late, and the answer another. Milliseconds since 1970. */
  untilMs: number
}

/** Answers kept as the bytes that go out, until a metric in them moves. The one that was asked longest ago goes first. */
export class KeptAnswers {
  private readonly answers = new Map<string, Kept>()
  private bytes = 0

  /** The kept answer to a question, if nothing in it has moved since. */
  get(
    name: string,
    factsVersion: number,
    nowMs: number,
    lastTouched: (metricNo: number) => number,
  ): string | null {
    const kept = this.answers.get(name)
    if (kept === undefined) return null
    const isCurrent =
      kept.factsVersion === factsVersion &&
      nowMs < kept.untilMs &&
      kept.metricNos.every((no) => lastTouched(no) <= kept.seq)
    this.answers.delete(name)
    if (!isCurrent) {
      this.bytes -= sizeOf(name, kept.body)
      return null
    }
    this.answers.set(name, kept)
    return kept.body
  }

  put(name: string, kept: Kept): void {
    const size = sizeOf(name, kept.body)
    const old = this.answers.get(name)
    if (old !== undefined) this.bytes -= sizeOf(name, old.body)
    this.answers.set(name, kept)
    this.bytes += size
    for (const [oldest, entry] of this.answers) {
      if (this.bytes <= KEPT_ANSWER_BYTES_MAX) break
      this.answers.delete(oldest)
      this.bytes -= sizeOf(oldest, entry.body)
    }
  }
}

/** Two bytes a character is what a string may take. */
function sizeOf(name: string, body: string): number {
  return 2 * (name.length + body.length)
}
