import { randomBytes } from 'node:crypto'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { TenantId } from '../../../contracts/ids.ts'
import type { TenantSpec } from '../../../contracts/workspaces.ts'
import { uuidv7 } from '../../platform/ids.ts'
import { Tenant } from '../tenant.ts'

/** The platform's storage on a SQLite in memory: as much of it as the host of a workspace uses. */
export function memoryStorage(): DurableObjectStorage {
  const db = new DatabaseSync(':memory:')
  let alarm: number | null = null
  const storage = {
    sql: {
      exec(query: string, ...bindings: SQLInputValue[]) {
        const rows = db.prepare(query).all(...bindings)
        return { toArray: () => rows, [Symbol.iterator]: () => rows[Symbol.iterator]() }
      },
    },
    transactionSync<T>(work: () => T): T {
      db.exec('begin')
      try {
        const result = work()
        db.exec('commit')
        return result
      } catch (error) {
        db.exec('rollback')
        throw error
      }
    },
    getAlarm: async () => alarm,
    setAlarm: async (at: number) => {
      alarm = at
    },
    deleteAlarm: async () => {
      alarm = null
    },
  }
  // Only what is written above is used outside of workerd.
  return storage as unknown as DurableObjectStorage
}

/** A workspace of its own for one test. */
export function aTenantSpec(): TenantSpec {
  return {
    v: 1,
    tenantId: TenantId.parse(uuidv7(Date.now(), randomBytes(10))),
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

export interface NodeHost {
  tenant: Tenant
  storage: DurableObjectStorage
  /** The host's clock; tests move it. */
  clock: { now: Date }
  logged: { event: string; fields: Record<string, unknown> | undefined }[]
}

/** The host of a workspace outside of workerd, so that a test can cut its wire to Postgres. It has no sockets. */
export function openNodeHost(
  tenantId: string,
  connectionString: string,
  storage = memoryStorage(),
): NodeHost {
  const clock = { now: new Date('2026-05-04T10:00:00Z') }
  const logged: NodeHost['logged'] = []
  const log = (event: string, fields?: Record<string, unknown>) => void logged.push({ event, fields })
  const deps = {
    now: () => clock.now,
    newId: () => uuidv7(Date.now(), randomBytes(10)),
    log: { info: log, error: log },
    sealKey: Buffer.alloc(32, 7).toString('base64'),
    random: (count: number) => new Uint8Array(randomBytes(count)),
  }
  const state = { storage, getWebSockets: () => [], setWebSocketAutoResponse: () => undefined }
  Object.assign(globalThis, { WebSocketRequestResponsePair: class {} })
  const tenant = new Tenant(
    state as unknown as DurableObjectState,
    TenantId.parse(tenantId),
    connectionString,
    deps,
  )
  return { tenant, storage, clock, logged }
}
