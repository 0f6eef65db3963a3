import { UUID_CHARS, type Words, writeUuid } from './rowkey.ts'

const WORDS_PER_KEY = 4
const COMMA = 0x2c

/**
 * The keys of one batch, and how often each came before. Kept in flat arrays, because a map of half a million keys costs
 * more than hashing the rows.
 */
export class KeyColumn {
  private readonly words: Uint32Array
  /** Open addressing by the first word; a slot holds row + 1 of the first row with that key, 0 is free. */
  private readonly slots: Int32Array
  private readonly counts: Int32Array
  private size = 0

  constructor(rowsMax: number) {
    this.words = new Uint32Array(rowsMax * WORDS_PER_KEY)
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(rowsMax * 2 + 2)))
    this.counts = new Int32Array(rowsMax)
  }

  /** Adds the key of the next row; answers how many rows before it had the same. */
  add(key: Words): number {
    const row = this.size
    this.words.set(key, row * WORDS_PER_KEY)
    this.size += 1
    const mask = this.slots.length - 1
    for (let slot = key[0] & mask; ; slot = (slot + 1) & mask) {
      const first = (this.slots[slot] ?? 0) - 1
      if (first === -1) {
        this.slots[slot] = row + 1
        return 0
      }
      if (!this.isSame(first, key)) continue
      const count = (this.counts[first] ?? 0) + 1
      this.counts[first] = count
      return count
    }
  }

  /** The keys as a Postgres array literal of uuids. */
  literal(): string {
    if (this.size === 0) return '{}'
    const bytes = new Uint8Array(this.size * (UUID_CHARS + 1) - 1).fill(COMMA)
    for (let row = 0; row < this.size; row += 1)
      writeUuid(this.words, row * WORDS_PER_KEY, bytes, row * (UUID_CHARS + 1))
    return `{${new TextDecoder('latin1').decode(bytes)}}`
  }

  private isSame(row: number, key: Words): boolean {
    const at = row * WORDS_PER_KEY
    return (
      this.words[at] === key[0] &&
      this.words[at + 1] === key[1] &&
      this.words[at + 2] === key[2] &&
      this.words[at + 3] === key[3]
    )
  }
}
