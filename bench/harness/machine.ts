import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { median } from './stats.ts'

const WORK = Buffer.alloc(4 * 1024 * 1024, 7)
const TIMES = 9

/** How busy the machine was at one moment: the same piece of work timed, and the load of the last minute. */
export interface MachineState {
  workMs: number
  load: number
}

/** Takes about a tenth of a second. */
export function machineState(): MachineState {
  const times = Array.from({ length: TIMES }, () => {
    const startedAt = performance.now()
    createHash('sha256').update(WORK).digest()
    return performance.now() - startedAt
  })
  return { workMs: median(times), load: loadavg()[0] ?? 0 }
}

/** A sentence on how much slower than at its best the machine was while each part ran. */
export function machineSentence(parts: ReadonlyMap<string, readonly MachineState[]>): string {
  const best = Math.min(...[...parts.values()].flat().map((state) => state.workMs))
  const words = [...parts].map(([name, states]) => {
    const slower = Math.max(...states.map((state) => state.workMs)) / best
    const load = Math.max(...states.map((state) => state.load))
    return `${name} ${slower.toFixed(1)}x (load ${load.toFixed(1)})`
  })
  return `The same piece of work took, at worst around each part and against its best in this run: ${words.join(', ')}.`
}
