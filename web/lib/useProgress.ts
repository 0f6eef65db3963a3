import { onCleanup } from 'solid-js'
import type { LiveFrame } from '../../contracts/live.ts'
import { onFrame } from './live.ts'

const PAINT_MS = 1_000

export type ProgressFrame = Extract<LiveFrame, { t: 'progress' }>

/** One word of the socket on running work: the id of what runs, and how far it is. */
export interface Progress {
  id: string
  frame: ProgressFrame
}

interface ProgressOptions {
  /** What runs, as subjects name it: `import`, `connection`. */
  noun: string
  /** The status of work that goes on; any other one ends it. */
  atWork: string
  /** Shows the newest word on each part; called at most once a second. */
  paint: (news: readonly Progress[]) => void
  /** The final state comes by its route. */
  onEnd: (id: string) => void
}

/** Moves the bars of running work with what the socket says, for as long as the caller is on screen. */
export function useProgress(options: ProgressOptions): void {
  const waiting = new Map<string, Progress>()
  const prefix = `${options.noun}:`
  let timer: ReturnType<typeof setTimeout> | undefined
  let paintedAtMs = 0
  const paint = () => {
    timer = undefined
    paintedAtMs = Date.now()
    options.paint([...waiting.values()])
    waiting.clear()
  }
  const stop = onFrame('progress', (frame) => {
    if (!frame.subject.startsWith(prefix)) return
    const id = frame.subject.slice(prefix.length)
    const part = `${id}:${frame.stream ?? ''}`
    if (frame.status !== options.atWork) {
      waiting.delete(part)
      options.onEnd(id)
      return
    }
    waiting.set(part, { id, frame })
    timer ??= setTimeout(paint, Math.max(0, paintedAtMs + PAINT_MS - Date.now()))
  })
  onCleanup(() => {
    stop()
    clearTimeout(timer)
  })
}
