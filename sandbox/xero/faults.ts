import { BOOK_KINDS, type BookKind } from './books.ts'

/** What may go wrong on demand. Times are real ones, because a socket waits in real time. */
export type FaultKind =
  | { kind: 'status'; status: number; retryAfter?: number | 'date' | 'none'; problem?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'truncate' }
  | { kind: 'reset' }
  | { kind: 'lost-response' }
  | { kind: 'drip'; chunkBytes?: number; everyMs?: number }
  | { kind: 'endless' }
  | { kind: 'delay'; delayMs: number }
  | { kind: 'hold' }
  | { kind: 'not-permitted' }
  | { kind: 'unknown-layout' }
  | { kind: 'no-accounts' }
  | { kind: 'future-report' }
  | { kind: 'empty-report' }
  | { kind: 'no-report' }
  | { kind: 'missing-values' }
  | { kind: 'numbers-as-text' }
  | { kind: 'currency-signs' }
  | { kind: 'repeated-page' }
  | { kind: 'expire-access' }
  | { kind: 'revoke-grants' }
  | { kind: 'book'; book?: BookKind }

const KINDS: ReadonlySet<string> = new Set<FaultKind['kind']>([
  'status',
  'html',
  'truncate',
  'reset',
  'lost-response',
  'drip',
  'endless',
  'delay',
  'hold',
  'not-permitted',
  'unknown-layout',
  'no-accounts',
  'future-report',
  'empty-report',
  'no-report',
  'missing-values',
  'numbers-as-text',
  'currency-signs',
  'repeated-page',
  'expire-access',
  'revoke-grants',
  'book',
])

/**
 * A fault waits for calls whose path matches, of one organisation where `tenantId` names it, passes `skip` of them over,
 * and then meets `times` of them.
 */
export type Fault = FaultKind & {
  path: string
  method?: string
  tenantId?: string
  skip: number
  times: number
}

export interface Faults {
  queue(fault: Fault): void
  /** The faults that meet this call; each is used up once. */
  take(method: string, path: string, tenantId: string | null): Fault[]
  waiting(): readonly Fault[]
  /** Resolves at the next `release`. */
  released(): Promise<void>
  /** Lets all held calls go on. */
  release(): void
  clear(): void
}

export function openFaults(): Faults {
  let queued: Fault[] = []
  let held: (() => void)[] = []
  const release = (): void => {
    for (const letGo of held) letGo()
    held = []
  }
  return {
    queue: (fault) => void queued.push(fault),
    take(method, path, tenantId) {
      const met = queued.filter((fault) => {
        if (fault.method !== undefined && fault.method !== method) return false
        if (fault.tenantId !== undefined && fault.tenantId !== tenantId) return false
        if (!pathPattern(fault.path).test(path)) return false
        if (fault.skip === 0) return true
        fault.skip -= 1
        return false
      })
      for (const fault of met) fault.times -= 1
      queued = queued.filter((fault) => fault.times > 0)
      return met
    },
    waiting: () => queued,
    released: () => new Promise((resolve) => held.push(resolve)),
    release,
    clear: () => {
      queued = []
      release()
    },
  }
}

/** `*` stands for anything. */
function pathPattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

/** Reads a fault from the body of a call, for one organisation when `tenantId` names it; null when it is none. */
export function parseFault(
  body: Readonly<Record<string, unknown>>,
  tenantId: string | undefined,
): Fault | null {
  const { kind, path = '*', method, skip = 0, times = 1 } = body
  if (typeof kind !== 'string' || !KINDS.has(kind) || typeof path !== 'string') return null
  if (!isCount(skip) || !isCount(times)) return null
  if (method !== undefined && typeof method !== 'string') return null
  if (kind === 'status' && !(isCount(body.status) && body.status >= 400 && body.status <= 599)) return null
  if (kind === 'delay' && !isCount(body.delayMs)) return null
  if (kind === 'book' && body.book !== undefined && !BOOK_KINDS.some((one) => one === body.book)) return null
  // The fields that belong to a kind are read where it takes effect; wrong ones there fall back to the default.
  return {
    ...(body as FaultKind),
    path,
    skip,
    times,
    ...(method === undefined ? {} : { method }),
    ...(tenantId === undefined ? {} : { tenantId }),
  }
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0
