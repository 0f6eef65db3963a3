import WebSocket from 'ws'
import type { LiveFrame } from '../../contracts/live.ts'

/** An open socket of a workspace. */
export interface Live {
  /** How it stands: `open`, or how it was closed. */
  state(): string
  close(): void
}

/**
 * Opens a socket and hands every frame on, with the time it came (milliseconds since 1970). It asks for no compression: the client
 * inflates in a pool of threads, and that would be measured with it.
 */
export async function openLive(
  place: { url: string; tenantId: string; headers: Record<string, string> },
  onFrame: (frame: LiveFrame, atMs: number) => void,
): Promise<Live> {
  const address = `${place.url.replace('http', 'ws')}/api/v1/live?tenant=${place.tenantId}`
  const socket = new WebSocket(address, { headers: place.headers, perMessageDeflate: false })
  await opened(socket)
  let state = 'open'
  socket.on('message', (data) => {
    const atMs = nowMs()
    const parsed = JSON.parse(String(data)) as LiveFrame | LiveFrame[]
    for (const frame of Array.isArray(parsed) ? parsed : [parsed]) onFrame(frame, atMs)
  })
  socket.on('close', (code, reason) => {
    state = `closed with ${code} ${String(reason)}`
  })
  return { state: () => state, close: () => socket.close() }
}

/** Milliseconds since 1970, as finely as the clock goes. */
export const nowMs = () => performance.timeOrigin + performance.now()

/** Resolves when the socket is open. */
export function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
}
