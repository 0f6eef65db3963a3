/// <reference types="@cloudflare/vitest-plugin/types" />
import { env, runInDurableObject } from 'cloudflare:test'
import { TenantId } from '../../../contracts/ids.ts'
import type { ImportView } from '../../../contracts/imports.ts'
import { ok } from '../../../contracts/result.ts'
import { type Lane, openLane } from '../../../db/lane.ts'
import { inTenant } from '../../../db/tenant-tx.ts'
import { loadImport } from '../../../queues/consumers/import-load.ts'
import { QueueMessage } from '../../../queues/messages.ts'
import { evict, evictsBetweenCalls } from '../../../scripts/checks/workers-env.ts'
import { databaseUrl, type Env } from '../../platform/env.ts'
import type { Log } from '../../platform/log.ts'
import { Limiter } from '../../tenant/limiter.ts'
import type { TenantObject } from '../../tenant/object.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { type Browser, confirmed, ORIGIN, openSite, type Site, workspaceOf } from './site.ts'

/** What an object does by its timer comes by itself, and late where the machine has much to do. */
export const TIMER_WAIT = { timeout: 10_000 }

/** The bindings of the test Worker, which are those of the real one. */
export const bindings = env as unknown as Env
export const silent: Log = { info: () => undefined, error: () => undefined }

/** An answer of the API, taken apart. */
export interface Answered<T> {
  status: number
  headers: Headers
  data: T
  meta: Record<string, unknown>
  error: { code: string; message: string; next?: string; details?: Record<string, unknown> }
}

/** A confirmed person signed in to a workspace of their own, with the real object, bucket, queue and database behind the front door. */
export class Home {
  readonly site: Site
  readonly browser: Browser
  readonly tenantId: string
  private lane: Lane | null = null
  private readonly evicts: boolean

  private constructor(site: Site, browser: Browser, tenantId: string, evicts: boolean) {
    this.evicts = evicts && evictsBetweenCalls()
    this.site = site
    this.browser = browser
    this.tenantId = tenantId
  }

  static async open(
    site = openSite({ TENANT: bindings.TENANT, SEAL_KEY: bindings.SEAL_KEY }, bindings.FILES),
    evicts = false,
  ): Promise<Home> {
    const { browser } = await confirmed(site)
    return new Home(site, browser, await workspaceOf(browser), evicts)
  }

  /** The same workspace as somebody else of it sees it. */
  seenBy(browser: Browser): Home {
    return new Home(this.site, browser, this.tenantId, false)
  }

  /** The same person in another workspace of theirs. */
  in(tenantId: string): Home {
    return new Home(this.site, this.browser, tenantId, false)
  }

  /** A workspace whose object loses its fields between calls, in the run that does that. */
  static openForgetful(): Promise<Home> {
    return Home.open(undefined, true)
  }

  /** In the run with evictions: throws the object out of memory. */
  async forget(): Promise<void> {
    if (this.evicts) await this.evict()
  }

  /** An object that sleeps already cannot be evicted, and one with connections waits for them to close: both are seen to first. */
  async evict(): Promise<void> {
    await this.inside((tenant) => tenant.close())
    await evict(this.stub)
  }

  get stub() {
    return bindings.TENANT.getByName(this.tenantId)
  }

  /** One call through the front door; a forgetful object has lost its fields before. */
  async call<T>(
    method: string,
    path: string,
    body?: BodyInit | object,
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> {
    const response = await this.raw(method, path, body, headers)
    const text = await response.text()
    const json = text === '' ? {} : JSON.parse(text)
    return { status: response.status, headers: response.headers, meta: {}, ...json }
  }

  async raw(
    method: string,
    path: string,
    body?: BodyInit | object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    await this.forget()
    const all = new Headers({
      cookie: this.browser.cookie,
      'x-tenant-id': this.tenantId,
      origin: ORIGIN,
      ...headers,
    })
    const isJson = body !== undefined && Object.getPrototypeOf(body) === Object.prototype
    if (isJson) all.set('content-type', 'application/json')
    // Plain objects are sent as JSON, everything else is a body as it is.
    const sent = body === undefined ? null : isJson ? JSON.stringify(body) : (body as BodyInit)
    return this.site.edge.fetch(new Request(`${ORIGIN}${path}`, { method, headers: all, body: sent }))
  }

  get<T>(path: string): Promise<Answered<T>> {
    return this.call<T>('GET', path)
  }

  /** One question, or several as `questions`. */
  ask<T>(question: object): Promise<Answered<T>> {
    return this.call<T>('POST', '/api/v1/metrics/query', question)
  }

  upload(
    body: BodyInit,
    name = 'file.csv',
    headers: Record<string, string> = {},
  ): Promise<Answered<ImportView>> {
    return this.call<ImportView>('POST', `/api/v1/imports?name=${encodeURIComponent(name)}`, body, headers)
  }

  commit(id: string, mapping: object): Promise<Answered<ImportView>> {
    return this.call<ImportView>('POST', `/api/v1/imports/${id}/commit`, mapping)
  }

  async importOf(id: string): Promise<ImportView> {
    return (await this.get<ImportView>(`/api/v1/imports/${id}`)).data
  }

  message(importId: string): Extract<QueueMessage, { kind: 'import.load' }> {
    return { v: 1, kind: 'import.load', tenantId: this.tenantId, importId }
  }

  /** Uploads, commits and loads a file as the queue's consumer does; the queue itself has to be held. */
  async bring(body: BodyInit, mapping: object, name?: string): Promise<ImportView> {
    const uploaded = await this.upload(body, name)
    if (uploaded.status !== 201)
      throw new Error(`upload: ${uploaded.status} ${JSON.stringify(uploaded.error)}`)
    const committed = await this.commit(uploaded.data.id, mapping)
    if (committed.status !== 202)
      throw new Error(`commit: ${committed.status} ${JSON.stringify(committed.error)}`)
    await this.forget()
    await loadImport(bindings, silent, this.message(uploaded.data.id))
    return this.importOf(uploaded.data.id)
  }

  /** Rows of a query in which `$1` is the workspace. */
  async rows<T extends object>(query: string): Promise<T[]> {
    this.lane ??= openLane(databaseUrl(bindings))
    const found = await inTenant<T[], never>(this.lane, TenantId.parse(this.tenantId), 'read', async (tx) =>
      ok([...(await tx.sql.unsafe<T[]>(query, query.includes('$1') ? [this.tenantId] : []))]),
    )
    return found.ok ? found.value : []
  }

  /** Something inside the running object. */
  inside<T>(look: (tenant: Tenant, object: TenantObject) => T | Promise<T>): Promise<T> {
    // The host is private to the object; tests look at its read model and clock through it.
    return runInDurableObject(this.stub, (object) =>
      look((object as unknown as { tenant: Tenant }).tenant, object),
    )
  }

  /** Lets everybody call again as after a minute; limits are counted in the memory of the object, and walks make more calls than they allow. */
  async forgetCalls(): Promise<void> {
    await this.inside((tenant) => Reflect.set(tenant, 'limiter', new Limiter()))
  }

  async close(): Promise<void> {
    await this.lane?.reset()
  }
}

/**
 * Keeps messages from being delivered, so that a test decides when and how often a consumer runs. The list is what was sent since.
 */
export function holdQueue(): { sent: QueueMessage[]; release(): void } {
  const sent: QueueMessage[] = []
  const send = async (message: unknown) => void sent.push(QueueMessage.parse(message))
  const held = [bindings.SYNC, bindings.RUNS, bindings.IMPORTS]
  for (const queue of held) Object.defineProperty(queue, 'send', { configurable: true, value: send })
  return {
    sent,
    release: () => {
      for (const queue of held) Reflect.deleteProperty(queue, 'send')
    },
  }
}

/** Bindings whose objects take so many batches and then fail, as if the process had been killed there. */
export function dyingAfter(loads: number): Env {
  let left = loads
  const getByName = (name: string) => {
    const stub = bindings.TENANT.getByName(name)
    return {
      importPlace: (id: string) => stub.importPlace(id),
      load: (id: string, batch: Parameters<TenantObject['load']>[1]) => {
        left -= 1
        if (left < 0) throw new Error('killed')
        return stub.load(id, batch)
      },
    }
  }
  return { ...bindings, TENANT: { getByName } as unknown as Env['TENANT'] }
}
