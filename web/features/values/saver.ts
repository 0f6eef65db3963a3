import { cellName } from './sheet.ts'

/** A cell and what it is to be; null: no value. */
export interface Change {
  metric: string
  day: string
  value: string | null
}

/** How one cell stands. `why` says what is wrong with a refused one; `text` is what stands in the cell meanwhile. */
export type Edit =
  | { state: 'saving' | 'waiting' | 'saved'; value: string | null }
  | { state: 'refused'; text: string; why: string }

/** How a call ended for the cells in it. `refused.at` is the one that is wrong, null where all are. */
export type Sent =
  | { kind: 'stored' }
  | { kind: 'refused'; at: number | null; why: string }
  /** No answer, or one that says to come back: the same again may help. */
  | { kind: 'later' }

export interface SaverWork {
  /** Stores values in one call. */
  store: (changes: readonly Change[]) => Promise<Sent>
  /** Clears cells in one call. */
  clear: (changes: readonly Change[]) => Promise<Sent>
  /** Asks the server for the cells again; what was stored is in its answer then. */
  settle: () => Promise<void>
  /** The edits are these now. */
  show: (edits: ReadonlyMap<string, Edit>) => void
  perCall: number
}

export interface Saver {
  /** Takes changes up; those of a cell that is on its way follow it. */
  save: (changes: readonly Change[]) => void
  /** Shows a text that is no value at its cell. */
  refuse: (cell: { metric: string; day: string }, text: string, why: string) => void
  /** Forgets what was refused in a cell: the old value is shown again. */
  restore: (name: string) => void
  /** Sends again what waits. */
  retry: () => void
}

/**
 * Sends what is typed: one call at a time, everything typed meanwhile together in the next one. A value that is refused
 * stays where it was typed, with the reason, and never keeps the others from being stored.
 */
export function makeSaver(work: SaverWork): Saver {
  const edits = new Map<string, Edit>()
  const queue = new Map<string, Change>()
  let isRunning = false
  const show = () => work.show(new Map(edits))
  const nameOf = ({ metric, day }: { metric: string; day: string }) => cellName(metric, day)

  /** Ends one call; gives whether to go on. */
  const end = (some: readonly Change[], sent: Sent): boolean => {
    for (const [at, change] of some.entries()) {
      const name = nameOf(change)
      // Typed anew while it was on its way: the new one decides.
      if (queue.has(name)) continue
      if (sent.kind === 'stored') edits.set(name, { state: 'saved', value: change.value })
      else if (sent.kind === 'refused' && (sent.at === null || sent.at === at))
        edits.set(name, { state: 'refused', text: change.value ?? '', why: sent.why })
      else {
        queue.set(name, change)
        if (sent.kind === 'later') edits.set(name, { state: 'waiting', value: change.value })
      }
    }
    show()
    return sent.kind !== 'later'
  }

  const run = async () => {
    if (isRunning) return
    isRunning = true
    let goesOn = true
    while (goesOn && queue.size > 0) {
      const first = [...queue.values()][0]
      const isClear = first?.value === null
      const some = [...queue.values()]
        .filter(({ value }) => (value === null) === isClear)
        .slice(0, work.perCall)
      for (const change of some) queue.delete(nameOf(change))
      goesOn = end(some, await (isClear ? work.clear(some) : work.store(some)))
      // Clearing needs to know what was just stored, so the cells are asked for after each call.
      if (goesOn) {
        await work.settle()
        for (const [name, edit] of edits) if (edit.state === 'saved' && !queue.has(name)) edits.delete(name)
        show()
      }
    }
    isRunning = false
  }

  return {
    save(changes) {
      for (const change of changes) {
        queue.set(nameOf(change), change)
        edits.set(nameOf(change), { state: 'saving', value: change.value })
      }
      show()
      void run()
    },
    refuse(cell, text, why) {
      queue.delete(nameOf(cell))
      edits.set(nameOf(cell), { state: 'refused', text, why })
      show()
    },
    restore(name) {
      if (edits.get(name)?.state !== 'refused') return
      edits.delete(name)
      show()
    },
    retry() {
      for (const [name, { value }] of queue) edits.set(name, { state: 'saving', value })
      show()
      void run()
    },
  }
}
