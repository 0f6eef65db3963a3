import { z } from 'zod'
import { scopeKey } from '../../contracts/client-scope.ts'
import {
  FRAME_PACK_MS,
  PRESENCE_SHOWN_MAX,
  PRESENCE_SILENT_MS,
  SOCKET_AUTHORITY_MS,
  SOCKET_FRAME_IN_BYTES_MAX,
  SOCKETS_PER_TENANT_MAX,
} from '../../contracts/limits.ts'
import { ClientFrame, LIVE_PING, LIVE_PONG, type LiveFrame } from '../../contracts/live.ts'
import { allows, Principal } from '../../contracts/principal.ts'
import { framesFor, type Told, toldPresence } from './told.ts'

/** What a socket remembers through hibernation. */
const Attachment = z.object({
  principal: Principal,
  page: z.string(),
  until: z.number(),
  /** When its client last said something; heartbeats, which the runtime answers by itself, are asked of the runtime. */
  heardMs: z.number().default(0),
  /** Its client was not heard of for so long that others are told it has gone. */
  isSilent: z.boolean().default(false),
})
type Attachment = z.infer<typeof Attachment>

/** The page of one project, with its id. */
const PROJECT_PAGE = /\/projects\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\?|$)/

const CLOSE_POLICY = 1008
const CLOSE_REVOKED = 4001
const CLOSE_EXPIRED = 4002
const CLOSE_RESTART = 1012

/** The sockets of a workspace: hibernating, tagged by person and credential, told what changed in packed frames. */
export class Hub {
  private readonly ctx: DurableObjectState
  private readonly now: () => Date
  private readonly clientOfProject: (id: string) => string | null
  /** What sockets remember, read once while this instance lives: every frame asks it of every socket. */
  private readonly attachments = new WeakMap<WebSocket, Attachment>()
  private waiting: Told[] = []
  private isPacking = false

  constructor(
    ctx: DurableObjectState,
    now: () => Date,
    clientOfProject: (id: string) => string | null = () => null,
  ) {
    this.ctx = ctx
    this.now = now
    this.clientOfProject = clientOfProject
    // The runtime answers heartbeats by itself, so that they never wake a sleeping object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(LIVE_PING, LIVE_PONG))
  }

  /** Takes a socket in and sends its first frames. Null when the workspace has no room for another. */
  accept(principal: Principal, first: readonly LiveFrame[]): Response | null {
    if (this.ctx.getWebSockets().length >= SOCKETS_PER_TENANT_MAX) return null
    const pair = new WebSocketPair()
    const [client, server] = [pair[0], pair[1]]
    this.ctx.acceptWebSocket(server, [
      `person:${principal.sponsorId ?? principal.id}`,
      `credential:${principal.credentialId}`,
    ])
    const heardMs = this.now().getTime()
    const until = Math.min(heardMs + SOCKET_AUTHORITY_MS, principal.endsAtMs ?? Infinity)
    const attachment: Attachment = { principal, page: '', until, heardMs, isSilent: false }
    this.attach(server, attachment)
    server.send(JSON.stringify(first))
    this.sendPresence()
    return new Response(null, { status: 101, webSocket: client })
  }

  /** Whether somebody listens who is limited to some clients. */
  hasLimited(): boolean {
    return this.ctx.getWebSockets().some((socket) => {
      const attachment = this.attachmentOf(socket)
      return attachment !== null && attachment.principal.clients !== 'all'
    })
  }

  hasListeners(): boolean {
    return this.ctx.getWebSockets().length > 0
  }

  /** Tells every socket what it may know. The first frame goes at once; what follows within a moment travels in one packet. */
  publish(...told: readonly Told[]): void {
    if (!this.hasListeners()) return
    if (this.isPacking) {
      this.waiting.push(...told)
      return
    }
    this.isPacking = true
    this.send(told, (frames) => frames)
    setTimeout(() => this.flush(), FRAME_PACK_MS)
  }

  /** Tells one person, wherever they are signed in, that their inbox has changed. */
  tellPerson(personId: string): void {
    const text = JSON.stringify([{ t: 'inbox' } satisfies LiveFrame])
    for (const socket of this.ctx.getWebSockets(`person:${personId}`))
      if (socket.readyState === WebSocket.OPEN) trySend(socket, text)
  }

  /** Handles a frame of a client; anything that is not one closes the socket. */
  receive(socket: WebSocket, raw: string | ArrayBuffer): void {
    const attachment = this.attachmentOf(socket)
    const frame = typeof raw === 'string' && raw.length <= SOCKET_FRAME_IN_BYTES_MAX ? parseFrame(raw) : null
    if (attachment === null || frame === null) {
      socket.close(CLOSE_POLICY, 'not a frame of this protocol')
      return
    }
    const heardMs = this.now().getTime()
    if (attachment.until <= heardMs) {
      socket.close(CLOSE_EXPIRED, 'sign in again')
      return
    }
    const page = frame.t === 'presence' ? frame.page : attachment.page
    this.attach(socket, { ...attachment, page, heardMs, isSilent: false })
    if (page !== attachment.page || attachment.isSilent) this.sendPresence()
  }

  /** A socket went away. */
  left(): void {
    this.sendPresence()
  }

  /** Closes the sockets of a person or of one credential whose principal is out. */
  closeRevoked(tag: string, isOut: (principal: Principal) => boolean): void {
    for (const socket of this.ctx.getWebSockets(tag)) {
      const attachment = this.attachmentOf(socket)
      if (attachment === null || isOut(attachment.principal)) socket.close(CLOSE_REVOKED, 'access ended')
    }
  }

  /** Closes sockets whose authority ran out; the client comes back with a fresh check. */
  closeExpired(): void {
    const nowMs = this.now().getTime()
    for (const socket of this.ctx.getWebSockets()) {
      const attachment = this.attachmentOf(socket)
      if (attachment === null || attachment.until <= nowMs) socket.close(CLOSE_EXPIRED, 'sign in again')
    }
  }

  closeAll(): void {
    for (const socket of this.ctx.getWebSockets()) socket.close(CLOSE_RESTART, 'workspace closed')
  }

  /** When the first open socket's authority ends, in milliseconds; null without sockets. */
  firstExpiry(): number | null {
    let first: number | null = null
    for (const socket of this.ctx.getWebSockets()) {
      // One that is closing waits for its client, however long that takes.
      if (socket.readyState !== WebSocket.OPEN) continue
      const until = this.attachmentOf(socket)?.until ?? 0
      if (first === null || until < first) first = until
    }
    return first
  }

  /** Tells who is there where somebody has fallen silent, or is heard again, since that was told. */
  checkSilence(): void {
    if (this.listen()) this.sendPresence()
  }

  /** When somebody may be found silent next, in milliseconds; null while there are no two people to see each other. */
  nextSilence(): number | null {
    const people = this.people()
    if (new Set(people.map(({ attachment }) => attachment.principal.id)).size < 2) return null
    const heard = people
      .filter(({ attachment }) => !attachment.isSilent)
      .map(({ socket, attachment }) => this.heardMs(socket, attachment))
    return Math.min(this.now().getTime(), ...heard) + PRESENCE_SILENT_MS
  }

  private flush(): void {
    const told = this.waiting
    this.waiting = []
    if (told.length === 0) {
      this.isPacking = false
      return
    }
    this.send(told, merged)
    setTimeout(() => this.flush(), FRAME_PACK_MS)
  }

  private send(told: readonly Told[], pack: (frames: readonly LiveFrame[]) => readonly LiveFrame[]): void {
    // The same for everybody who reaches the same.
    const texts = new Map<string, string>()
    for (const socket of this.ctx.getWebSockets()) {
      const attachment = this.attachmentOf(socket)
      if (attachment === null || socket.readyState !== WebSocket.OPEN) continue
      const { principal } = attachment
      const may = heardBy(principal)
      const name = `${may.events} ${may.others} ${scopeKey(principal.clients)}`
      let text = texts.get(name)
      if (text === undefined) {
        const frames = pack(framesFor(principal.clients, told))
        text = JSON.stringify(frames.filter((frame) => isHeard(frame, may)))
        texts.set(name, text)
      }
      if (text !== '[]') trySend(socket, text)
    }
  }

  /** Projects whose pages somebody looks at. */
  projectsLookedAt(): string[] {
    const pages = this.ctx.getWebSockets().map((socket) => this.attachmentOf(socket)?.page ?? '')
    return pages.flatMap((page) => PROJECT_PAGE.exec(page)?.[1] ?? [])
  }

  /** Tells everybody who is where. */
  sendPresence(): void {
    this.listen()
    const people = new Map<string, { id: string; name: string; page: string }>()
    for (const { attachment } of this.people()) {
      if (attachment.isSilent) continue
      const { id, name } = attachment.principal
      people.set(id, { id, name, page: attachment.page })
    }
    const shown = [...people.values()].slice(0, PRESENCE_SHOWN_MAX)
    this.publish(toldPresence(shown, this.clientOfProject))
  }

  /** Open sockets of people. */
  private people(): { socket: WebSocket; attachment: Attachment }[] {
    return this.ctx.getWebSockets().flatMap((socket) => {
      const attachment = socket.readyState === WebSocket.OPEN ? this.attachmentOf(socket) : null
      return attachment?.principal.kind === 'person' ? [{ socket, attachment }] : []
    })
  }

  /** When a client last said something, or its heartbeat was answered. */
  private heardMs(socket: WebSocket, { heardMs }: Attachment): number {
    return Math.max(heardMs, this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0)
  }

  /** Notes who has fallen silent and who is heard again; whether that is anybody. Kept with the sockets, so that it outlives a sleep. */
  private listen(): boolean {
    const silentBefore = this.now().getTime() - PRESENCE_SILENT_MS
    let hasChanged = false
    for (const { socket, attachment } of this.people()) {
      const isSilent = this.heardMs(socket, attachment) <= silentBefore
      if (isSilent === attachment.isSilent) continue
      this.attach(socket, { ...attachment, isSilent })
      hasChanged = true
    }
    return hasChanged
  }

  private attach(socket: WebSocket, attachment: Attachment): void {
    socket.serializeAttachment(attachment)
    this.attachments.set(socket, attachment)
  }

  private attachmentOf(socket: WebSocket): Attachment | null {
    const known = this.attachments.get(socket)
    if (known !== undefined) return known
    const parsed = Attachment.safeParse(socket.deserializeAttachment())
    if (!parsed.success) return null
    this.attachments.set(socket, parsed.data)
    return parsed.data
  }
}

/** What somebody may hear: events, and what else moves. Whoever sees no figures hears where the log stands and of their inbox only. */
export const heardBy = (principal: Parameters<typeof allows>[0]) => ({
  events: allows(principal, 'events.read'),
  others: allows(principal, 'metrics.read'),
})

export function isHeard({ t }: LiveFrame, may: ReturnType<typeof heardBy>): boolean {
  if (t === 'hello' || t === 'reset' || t === 'inbox') return true
  return t === 'events' ? may.events : may.others
}

function parseFrame(raw: string): ClientFrame | null {
  try {
    const parsed = ClientFrame.safeParse(JSON.parse(raw))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function trySend(socket: WebSocket, text: string): void {
  try {
    socket.send(text)
  } catch {
    // A socket that closed between listing and sending has missed nothing: it resumes by its cursor.
  }
}

/** One packet: rollups of a metric are widened into one, of presence and progress only the last counts. */
export function merged(frames: readonly LiveFrame[]): LiveFrame[] {
  const events: Extract<LiveFrame, { t: 'events' }>['events'] = []
  const metrics = new Map<string, { key: string; from: string; to: string }>()
  const last = new Map<string, LiveFrame>()
  let rollupSeq = 0
  for (const frame of frames) {
    if (frame.t === 'events') events.push(...frame.events)
    else if (frame.t === 'rollup') {
      rollupSeq = Math.max(rollupSeq, frame.seq)
      for (const metric of frame.metrics) {
        const known = metrics.get(metric.key)
        const from = known && known.from < metric.from ? known.from : metric.from
        const to = known && known.to > metric.to ? known.to : metric.to
        metrics.set(metric.key, { key: metric.key, from, to })
      }
    } else last.set(frame.t === 'progress' ? `progress ${frame.subject}` : frame.t, frame)
  }
  return [
    ...(events.length > 0 ? [{ t: 'events' as const, events }] : []),
    ...(metrics.size > 0 ? [{ t: 'rollup' as const, seq: rollupSeq, metrics: [...metrics.values()] }] : []),
    ...last.values(),
  ]
}
