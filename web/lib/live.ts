import ReconnectingWebSocket from 'partysocket/ws'
import { LIVE_HEARTBEAT_MS } from '../../contracts/limits.ts'
import type { ClientFrame, LiveFrame } from '../../contracts/live.ts'
import { parseFrames } from './live-frames.ts'
import { clearLive, setConnection, setJob, setLastHeardMs, setPeopleHere } from './stores/live.ts'

const BACKOFF_MIN_MS = 500
const BACKOFF_MAX_MS = 30_000
const SHOW_RECONNECTING_AFTER_MS = 3_000
const SHOW_OFFLINE_AFTER_MS = 30_000
const HIDDEN_DISCONNECT_MS = 5 * 60_000
const HEARTBEAT_TEXT = '{"t":"ping"}'

type FrameKind = LiveFrame['t']
type FrameOf<K extends FrameKind> = Extract<LiveFrame, { t: K }>
type Handler = (frame: LiveFrame) => void

const handlers = new Map<FrameKind, Set<Handler>>()

/** Calls `handler` for every frame of a kind until the returned function is called. */
export function onFrame<K extends FrameKind>(kind: K, handler: (frame: FrameOf<K>) => void): () => void {
  const set = handlers.get(kind) ?? new Set<Handler>()
  handlers.set(kind, set)
  // The set of a kind is only ever called with frames of that kind (`dispatch`), so the narrowing is safe.
  const stored = handler as Handler
  set.add(stored)
  return () => set.delete(stored)
}

function dispatch(frame: LiveFrame): void {
  for (const handler of handlers.get(frame.t) ?? []) handler(frame)
}

export interface LiveLink {
  /** Tells the others which page this tab looks at. */
  showPage(page: string): void
  /** Drops the backoff and tries at once. */
  retryNow(): void
  close(): void
}

/** Where the tab is in the log of its workspace; sent on reconnect so that nothing is missed. */
interface Position {
  era: number
  seq: number
}

function advance(position: Position, frame: LiveFrame): void {
  switch (frame.t) {
    case 'hello':
    case 'reset':
      position.era = frame.era
      position.seq = frame.seq
      return
    case 'events':
      for (const event of frame.events) position.seq = Math.max(position.seq, event.seq)
      return
    case 'rollup':
      position.seq = Math.max(position.seq, frame.seq)
      return
    case 'presence':
    case 'progress':
    case 'inbox':
      return
  }
}

function keepStores(frame: LiveFrame): void {
  if (frame.t === 'presence') setPeopleHere(frame.people)
  if (frame.t === 'progress') {
    setJob(frame.subject, {
      status: frame.status,
      done: frame.done,
      total: frame.total,
      counts: frame.counts,
    })
  }
}

/**
 * Opens the one socket of this tab for a workspace and keeps it: resumes by `era.seq`, shows nothing for a short drop,
 * lets go while the tab is hidden for long.
 */
export function openLive(workspaceId: string): LiveLink {
  const position: Position = { era: 0, seq: 0 }
  let page = ''
  let hasHello = false
  let isHidden = false
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined

  const address = () => {
    const url = new URL('/api/v1/live', location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    url.searchParams.set('tenant', workspaceId)
    if (hasHello) url.searchParams.set('after', `${position.era}.${position.seq}`)
    return url.href
  }
  let socket: ReconnectingWebSocket | null = null

  const stopTimers = () => {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }
  const send = (frame: ClientFrame) => {
    if (socket?.readyState === socket?.OPEN) socket?.send(JSON.stringify(frame))
  }
  const onOpen = () => {
    stopTimers()
    setConnection('live')
    if (page) send({ t: 'presence', page })
  }
  const onOffline = () => {
    stopTimers()
    setConnection('offline')
  }
  const onClose = () => {
    if (isHidden || timers.size > 0) return
    if (!navigator.onLine) return onOffline()
    setConnection('quiet')
    timers.add(setTimeout(() => setConnection('reconnecting'), SHOW_RECONNECTING_AFTER_MS))
    timers.add(setTimeout(() => setConnection('offline'), SHOW_OFFLINE_AFTER_MS))
  }
  const take = (frame: LiveFrame) => {
    // After a drop the server replays what was missed itself; only the first greeting says where we are.
    if (frame.t === 'hello' && hasHello) return
    hasHello = true
    advance(position, frame)
    keepStores(frame)
    dispatch(frame)
  }
  const onMessage = (event: MessageEvent) => {
    setLastHeardMs(Date.now())
    const text: unknown = event.data
    if (typeof text !== 'string') return
    for (const frame of parseFrames(text)) take(frame)
  }
  const onVisibility = () => {
    clearTimeout(hiddenTimer)
    if (document.visibilityState === 'hidden') {
      hiddenTimer = setTimeout(() => {
        isHidden = true
        disconnect()
        setConnection('idle')
      }, HIDDEN_DISCONNECT_MS)
    } else if (isHidden) {
      isHidden = false
      reconnect()
    }
  }

  const connect = () => {
    const made = new ReconnectingWebSocket(address, [], {
      minReconnectionDelay: BACKOFF_MIN_MS + Math.random() * BACKOFF_MIN_MS,
      maxReconnectionDelay: BACKOFF_MAX_MS,
      reconnectionDelayGrowFactor: 1.6,
      maxEnqueuedMessages: 0,
    })
    made.addEventListener('open', onOpen)
    made.addEventListener('close', onClose)
    made.addEventListener('message', onMessage)
    return made
  }
  const disconnect = () => {
    socket?.removeEventListener('close', onClose)
    socket?.removeEventListener('message', onMessage)
    socket?.close()
  }
  // A socket that waits out its backoff cannot be hurried, so hurrying means a new one.
  const reconnect = () => {
    disconnect()
    socket = connect()
  }

  socket = connect()
  document.addEventListener('visibilitychange', onVisibility)
  // The system knows at once that the network is gone or back; only a lost server has to be found out by waiting.
  const onNetworkGone = () => {
    onOffline()
    reconnect()
  }
  addEventListener('offline', onNetworkGone)
  addEventListener('online', reconnect)
  const heartbeat = setInterval(() => {
    if (socket?.readyState === socket?.OPEN) socket?.send(HEARTBEAT_TEXT)
  }, LIVE_HEARTBEAT_MS)

  return {
    showPage(next) {
      page = next
      send({ t: 'presence', page })
    },
    retryNow: reconnect,
    close() {
      clearInterval(heartbeat)
      clearTimeout(hiddenTimer)
      stopTimers()
      document.removeEventListener('visibilitychange', onVisibility)
      removeEventListener('offline', onNetworkGone)
      removeEventListener('online', reconnect)
      disconnect()
      clearLive()
    },
  }
}
