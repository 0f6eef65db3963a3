import type { ConnectionView, RunView } from '../../../contracts/connections.ts'
import { ok } from '../../../contracts/result.ts'
import { dispatchBatch } from '../../../queues/dispatch.ts'
import type { QueueMessage } from '../../../queues/messages.ts'
import { evictsBetweenCalls, testEnv } from '../../../scripts/checks/workers-env.ts'
import type { XeroForTests } from '../../../scripts/checks/xero-for-tests.ts'
import { bindings, type Home, type holdQueue, silent } from '../../edge/testing/home.ts'
import { ORIGIN } from '../../edge/testing/site.ts'
import type { Env } from '../../platform/env.ts'
import { setAside } from '../quarantine.repository.ts'

/** What the stand-in says of itself. */
interface Overview {
  organisations: { tenantId: string; name: string; baseCurrency: string; documents: number }[]
  connections: number
}
interface Calls {
  tokenRefreshes: number
  inFlightMax: number
  recent: { method: string; path: string; query: string; status: number; ifModifiedSince: string | null }[]
}

type RunMessage = Extract<QueueMessage, { kind: 'sync.run' }>

/** The stand-in for Xero that a test file has to itself. */
export class Xero {
  readonly url: string

  constructor(place: keyof XeroForTests) {
    this.url = testEnv().TEST_XERO[place]
    // Tests and object share their bindings.
    Object.assign(bindings, { XERO_BASE_URL: this.url })
  }

  async control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}/sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`sandbox ${path}: ${response.status} ${await response.text()}`)
    return response.json<T>()
  }

  /** As it was at its start: nobody connected, nothing wrong, nothing counted. */
  reset(): Promise<unknown> {
    return this.control('POST', '/reset')
  }

  fault(kind: string, path: string, more: object = {}): Promise<unknown> {
    return this.control('POST', '/faults', { kind, path, ...more })
  }

  async organisations(): Promise<Overview['organisations']> {
    return (await this.control<Overview>('GET', '')).organisations
  }

  async granted(): Promise<number> {
    return (await this.control<Overview>('GET', '')).connections
  }

  /** What was called since the last reset. */
  called(): Promise<Calls> {
    return this.control<Calls>('GET', '/calls')
  }

  /** The latest calls whose path ends like this, oldest first. */
  async calls(path: string): Promise<Calls['recent']> {
    return (await this.called()).recent.filter((call) => call.path.endsWith(path))
  }

  /** Sends the consent form; where the provider sends the browser then. */
  async decide(
    authorizeUrl: string,
    decision: 'allow' | 'cancel',
    organisations: readonly string[],
  ): Promise<URL> {
    const asked = new URL(authorizeUrl)
    const form = new URLSearchParams([...asked.searchParams, ['decision', decision]])
    for (const id of organisations) form.append('organisation', id)
    const answer = await fetch(`${asked.origin}${asked.pathname}`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    return new URL(answer.headers.get('location') ?? '')
  }
}

/** A workspace that connects Xero. */
export class XeroHome {
  readonly home: Home
  readonly xero: Xero
  private readonly queue: ReturnType<typeof holdQueue>

  constructor(home: Home, xero: Xero, queue: ReturnType<typeof holdQueue>) {
    this.home = home
    this.xero = xero
    this.queue = queue
  }

  /** In the run with evictions: throws the object out of memory. */
  async forget(): Promise<void> {
    if (!evictsBetweenCalls()) return
    await this.home.evict()
    await this.useXero()
  }

  /** An object that is new in memory has settings of its own. */
  async useXero(): Promise<void> {
    await this.home.inside((_tenant, object) =>
      Object.assign(Reflect.get(object, 'env'), { XERO_BASE_URL: this.xero.url }),
    )
  }

  /** Where the browser is sent for consent. */
  async authorize(query = ''): Promise<string> {
    await this.forget()
    const answer = await this.home.get<{ url: string }>(`/api/v1/connections/xero/authorize${query}`)
    if (answer.status !== 200) throw new Error(`authorize: ${answer.status} ${JSON.stringify(answer.error)}`)
    return answer.data.url
  }

  /** The browser comes back from the provider: a navigation with a cookie and nothing else. Gives where it is sent to. */
  async comeBack(back: URL, cookie = this.home.browser.cookie): Promise<string> {
    await this.forget()
    const response = await this.home.site.edge.fetch(
      new Request(`${ORIGIN}${back.pathname}${back.search}`, { headers: { cookie }, redirect: 'manual' }),
    )
    if (response.status !== 303) throw new Error(`callback: ${response.status} ${await response.text()}`)
    return response.headers.get('location') ?? ''
  }

  /** The whole consent; gives where the browser ends. Without names, the first organisation only. */
  async consent(names: readonly string[] = ['Harbour & Finch'], query = ''): Promise<string> {
    const all = await this.xero.organisations()
    const ids = all.filter(({ name }) => names.includes(name)).map(({ tenantId }) => tenantId)
    return this.comeBack(await this.xero.decide(await this.authorize(query), 'allow', ids))
  }

  /** Connects the first organisation; nothing is read yet, because messages are held. */
  async connect(name = 'Harbour & Finch'): Promise<ConnectionView> {
    const path = await this.consent([name])
    const id = path.split('/').at(-1) ?? ''
    return this.connection(id)
  }

  async connection(id: string): Promise<ConnectionView> {
    const answer = await this.home.get<ConnectionView>(`/api/v1/connections/${id}`)
    if (answer.status !== 200) throw new Error(`connection: ${answer.status} ${JSON.stringify(answer.error)}`)
    return answer.data
  }

  async run(connectionId: string, runId: string): Promise<RunView> {
    return (await this.home.get<RunView>(`/api/v1/connections/${connectionId}/runs/${runId}`)).data
  }

  /** Asks for a sync of some streams. */
  async sync(id: string, streams?: string[]) {
    await this.forget()
    return this.home.call<{ runs: RunView[] }>(
      'POST',
      `/api/v1/connections/${id}/sync`,
      streams === undefined ? undefined : { streams },
    )
  }

  /** The time of every timer of syncs has come. The platform's own alarm may do the same at the same moment. */
  async timersRun(): Promise<void> {
    await this.home.inside(async (tenant, object) => {
      tenant.storage.sql.exec(`update timers set due_at = 1 where name like 'sync%'`)
      await object.alarm()
    })
  }

  /** The next run reads everything once more. */
  async fromBeginning(): Promise<void> {
    await this.home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update connection_streams set cursor = null where tenant_id = ${tx.tenantId}`
        return ok(null)
      }),
    )
  }

  /** Ends the first run of the report; the next one is due at night. */
  async withoutReport(): Promise<void> {
    await this.home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update sync_runs set status = 'cancelled' where tenant_id = ${tx.tenantId} and stream = 'profit_and_loss'`
        return ok(null)
      }),
    )
  }

  /** One stored document as if it could not have been stored. */
  async setAside(connectionId: string, stream: string, more: readonly string[] = []): Promise<void> {
    const [first] = await this.xero.calls('/Invoices')
    if (first === undefined) throw new Error('nothing was read')
    const listed = await this.xero.control<{ document: { InvoiceID: string } }>('POST', '/book', {
      organisation: 'Harbour & Finch UK',
      kind: 'sale',
    })
    const started = await this.sync(connectionId, [stream])
    await this.deliver()
    const rejects = [listed.document.InvoiceID, ...more].map((recordKey) => ({
      recordKey,
      reason: 'metric_mismatch',
      field: null,
      message: 'For the test.',
      record: '{}',
    }))
    await this.home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await setAside(tx, { connectionId, stream }, started.data.runs[0]?.id ?? '', rejects, new Date())
        return ok(null)
      }),
    )
  }

  /** As `timersRun` and `deliver`, inside an object that keeps what it has in memory. */
  async timersRunHere(): Promise<void> {
    await this.timersRun()
    for (const message of this.taken()) await deliver(message)
  }

  /** Messages sent since the last look. */
  taken(): QueueMessage[] {
    return this.queue.sent.splice(0).filter((message) => message.tenantId === this.home.tenantId)
  }

  /** The next message of a stream's run; the others are lost. */
  async messageOf(run: RunView | undefined): Promise<QueueMessage> {
    const found = this.taken().find((message) => message.kind === 'sync.run' && message.runId === run?.id)
    if (found === undefined) throw new Error('no message for the run')
    return found
  }

  /** The report takes a minute's calls of its own, after which everything waits; its reader has tests of its own. */
  private async isOfReport(message: QueueMessage): Promise<boolean> {
    if (message.kind !== 'sync.run') return false
    const rows = await this.home.rows<{ stream: string }>(
      `select stream from sync_runs where tenant_id = $1 and id = '${message.runId}'`,
    )
    return rows[0]?.stream === 'profit_and_loss'
  }

  /** Runs of documents among messages. */
  async runsOfDocuments(messages: readonly QueueMessage[]): Promise<RunMessage[]> {
    const runs: RunMessage[] = []
    for (const message of messages)
      if (message.kind === 'sync.run' && !(await this.isOfReport(message))) runs.push(message)
    return runs
  }

  /**
   * Delivers what was sent for documents, and what that sends, until nothing is left; what fails comes again, as from the queue. Gives how
   * many deliveries there were.
   */
  async deliver(max = 200): Promise<number> {
    let done = 0
    for (let messages = this.taken(); messages.length > 0; messages.push(...this.taken())) {
      const message = messages.shift()
      if (message === undefined || (await this.isOfReport(message))) continue
      await this.forget()
      if ((await deliver(message)) === 'retried') messages.push(message)
      done += 1
      if (done > max) throw new Error('messages without end')
    }
    return done
  }
}

/** Delivers one message as the queue does; a failure is retried by the queue, so it is told. */
export async function deliver(message: QueueMessage, env = bindings): Promise<'acked' | 'retried'> {
  let outcome: 'acked' | 'retried' = 'acked'
  const batch = {
    queue: 'orrery-runs',
    messages: [
      {
        id: crypto.randomUUID(),
        timestamp: new Date(),
        attempts: 1,
        body: message,
        ack: () => undefined,
        retry: () => {
          outcome = 'retried'
        },
      },
    ],
  }
  // Only these fields of a batch are used. Time stands still: on a slow machine a run would let others have a turn in between.
  await dispatchBatch(env, silent, batch as unknown as MessageBatch, () => 0)
  return outcome
}

const SYNC_CALLS = ['leaseSync', 'permitSync', 'loadSync', 'parkSync', 'failSync', 'freeSync'] as const

/**
 * Bindings whose objects die with a consumer: of all its calls the one of this number (from 1) is lost before or after it was carried
 * out, and every later one is as well.
 */
export function dyingAt(number: number, when: 'before' | 'after'): Env {
  let made = 0
  const getByName = (name: string) => {
    const stub = bindings.TENANT.getByName(name)
    const calls = SYNC_CALLS.map((call) => [
      call,
      async (argument: never) => {
        made += 1
        if (made > number || (made === number && when === 'before')) throw new Error('killed')
        const answer = await stub[call](argument)
        if (made === number) throw new Error('killed')
        return answer
      },
    ])
    return Object.fromEntries(calls)
  }
  return { ...bindings, TENANT: { getByName } as unknown as Env['TENANT'] }
}
