import WebSocket from 'ws'

const SAMPLE_EVERY_MS = 100
const ANSWER_MS = 60_000

/** What the JavaScript of the Worker holds: objects and the buffers they own. Bytes. */
export interface HeapUse {
  /** At the most, with what nobody needs any more and was not collected yet. */
  peakBytes: number
  /** What was left when everything unneeded had been collected, before and after. */
  beforeBytes: number
  afterBytes: number
}

interface Usage {
  usedSize: number
  backingStorageSize?: number
}

/**
 * Watches the heap of the Worker's isolate by the debugger's protocol. Front door, workspace objects and consumers share this
 * one isolate on this machine; in production each may have its own.
 */
export async function watchHeap(inspectorPort: number): Promise<{ stop(): Promise<HeapUse> }> {
  const debugged = await openDebugger(inspectorPort)
  const used = async () => {
    const usage = (await debugged.ask('Runtime.getHeapUsage')) as Usage
    return usage.usedSize + (usage.backingStorageSize ?? 0)
  }
  const collected = async () => {
    await debugged.ask('HeapProfiler.collectGarbage')
    return used()
  }
  const beforeBytes = await collected()
  let peakBytes = beforeBytes
  let isOver = false
  const sampling = (async () => {
    while (!isOver) {
      peakBytes = Math.max(peakBytes, await used())
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS))
    }
  })()
  // What went wrong is told at the end; until then nobody waits for it.
  sampling.catch(() => undefined)
  return {
    stop: async () => {
      isOver = true
      await sampling
      const afterBytes = await collected()
      debugged.close()
      return { peakBytes, beforeBytes, afterBytes }
    },
  }
}

interface Debugger {
  ask(method: string): Promise<unknown>
  close(): void
}

async function openDebugger(port: number): Promise<Debugger> {
  const response = await fetch(`http://127.0.0.1:${port}/json`)
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[]
  if (target === undefined) throw new Error('the runtime has nothing to debug')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const waiting = new Map<number, (result: unknown) => void>()
  socket.on('message', (raw) => {
    const message = JSON.parse(String(raw)) as { id?: number; result?: unknown }
    if (message.id === undefined) return
    waiting.get(message.id)?.(message.result)
    waiting.delete(message.id)
  })
  let last = 0
  return {
    ask: (method) =>
      new Promise((resolve, reject) => {
        last += 1
        const late = setTimeout(() => reject(new Error(`${method} was not answered`)), ANSWER_MS)
        waiting.set(last, (result) => {
          clearTimeout(late)
          resolve(result)
        })
        socket.send(JSON.stringify({ id: last, method }))
      }),
    close: () => socket.close(),
  }
}
