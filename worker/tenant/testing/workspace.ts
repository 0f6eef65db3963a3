import { env, runInDurableObject } from 'cloudflare:test'
import { TenantId } from '../../../contracts/ids.ts'
import type { LiveFrame } from '../../../contracts/live.ts'
import type { Principal } from '../../../contracts/principal.ts'
import type { TenantSpec } from '../../../contracts/workspaces.ts'
import { evict, evictsBetweenCalls } from '../../../scripts/checks/workers-env.ts'
import { principalHeader } from '../../edge/forward.ts'
import { uuidv7 } from '../../platform/ids.ts'
import type { TenantObject } from '../object.ts'
import type { Tenant } from '../tenant.ts'

export const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

interface CallOptions {
  as?: Partial<Principal>
  body?: unknown
  commandId?: string
  headers?: Record<string, string>
}

/** A workspace of its own with the object that serves it, called as the front door calls it. */
export class Workspace {
  readonly spec: TenantSpec
  readonly id: TenantId

  constructor() {
    this.id = TenantId.parse(newId())
    this.spec = {
      v: 1,
      tenantId: this.id,
      name: 'Test Studio',
      slug: 'test-studio',
      region: 'eu',
      timeZone: 'UTC',
      currency: 'EUR',
      weekStart: 1,
      fiscalYearStartMonth: 1,
      industry: null,
      country: null,
    }
  }

  /** A stub is not used again after an error, so each call gets its own. */
  get stub(): DurableObjectStub<TenantObject> {
    return env.TENANT.getByName(this.id)
  }

  principal(over: Partial<Principal> = {}): Principal {
    return {
      v: 1,
      kind: 'person',
      id: 'p1',
      name: 'Ada',
      tenantId: this.id,
      role: 'owner',
      clients: 'all',
      credentialId: 'session-1',
      memberVersion: 1,
      ...over,
    }
  }

  /** One call through the object's routes, behind an eviction in the run that evicts. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    await this.rest()
    return this.send(method, path, options)
  }

  /** Between two calls: in the run that evicts, the object sleeps and loses its memory. */
  async rest(): Promise<void> {
    if (evictsBetweenCalls()) await this.evict()
  }

  /** Ends this instance; the next call meets a new one on the same storage, and sockets hibernate. */
  async evict(): Promise<void> {
    // An object falls asleep only when its connections have closed, which takes some idle seconds otherwise.
    await this.inside((tenant) => tenant.close())
    await evict(this.stub)
  }

  /** One call without an eviction before it. */
  async send(
    method: string,
    path: string,
    { as = {}, body, commandId, headers = {} }: CallOptions = {},
  ): Promise<Response> {
    const text = body === undefined ? null : JSON.stringify(body)
    if (headers.upgrade !== undefined) return this.open(path, this.principal(as), headers)
    const answer = await this.stub.call(this.principal(as), {
      v: 1,
      method,
      path: `/api/v1${path}`,
      headers,
      body: text === null ? null : new TextEncoder().encode(text),
      commandId: commandId ?? null,
      requestId: 'r1',
    })
    // A body that nobody reads would keep the object awake.
    const bytes = await new Response(answer.body).arrayBuffer()
    return new Response(bytes.byteLength === 0 ? null : bytes, answer)
  }

  private open(path: string, principal: Principal, headers: Record<string, string>): Promise<Response> {
    const all = new Headers({
      'x-orrery-principal': principalHeader(principal),
      'x-request-id': 'r1',
      ...headers,
    })
    return this.stub.fetch(new Request(`https://tenant.internal/api/v1${path}`, { headers: all }))
  }

  /** Opens the socket of a tab. */
  async socket(options: CallOptions & { after?: string } = {}): Promise<TestSocket> {
    const query = options.after === undefined ? '' : `?after=${options.after}`
    const headers = { ...options.headers, upgrade: 'websocket' }
    const response = await this.call('GET', `/live${query}`, { ...options, headers })
    if (response.webSocket === null) throw new Error(`no socket: ${response.status} ${await response.text()}`)
    return new TestSocket(response.webSocket)
  }

  /** Runs code inside the object, with its host. */
  inside<T>(work: (tenant: Tenant, state: DurableObjectState) => T | Promise<T>): Promise<T> {
    return runInDurableObject(this.stub, (instance: TenantObject, state: DurableObjectState) =>
      // The host is private: outside of tests nobody but the object touches it.
      work(Reflect.get(instance, 'tenant'), state),
    )
  }
}

/** A workspace that is ready to be used. */
export async function aWorkspace(): Promise<Workspace> {
  const workspace = new Workspace()
  await workspace.stub.provision(workspace.spec)
  return workspace
}

/** The client's end of a socket; what arrives is kept until it is asked for. */
export class TestSocket {
  readonly closed: Promise<{ code: number; reason: string }>
  private readonly socket: WebSocket
  private readonly packets: LiveFrame[][] = []
  private readonly waiting: ((packet: LiveFrame[]) => void)[] = []

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') return
      const packet = [JSON.parse(data)].flat()
      const next = this.waiting.shift()
      if (next === undefined) this.packets.push(packet)
      else next(packet)
    })
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }))
    })
    socket.accept()
  }

  /** The next message, as the list of its frames. */
  packet(): Promise<LiveFrame[]> {
    const waiting = this.packets.shift()
    return waiting === undefined
      ? new Promise((resolve) => this.waiting.push(resolve))
      : Promise.resolve(waiting)
  }

  /** The next frame of a kind; others are passed over. */
  async frame<K extends LiveFrame['t']>(kind: K): Promise<Extract<LiveFrame, { t: K }>> {
    for (;;) {
      const packet = await this.packet()
      const found = packet.find((frame): frame is Extract<LiveFrame, { t: K }> => frame.t === kind)
      if (found !== undefined) return found
    }
  }

  send(data: unknown): void {
    this.socket.send(typeof data === 'string' || data instanceof Uint8Array ? data : JSON.stringify(data))
  }

  close(code?: number): void {
    this.socket.close(code)
  }
}
