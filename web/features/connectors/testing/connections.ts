import { ConnectionView, RunView } from '../../../../contracts/connections.ts'

/** The moment all examples are told from: 19 November 2026, 2 pm in Sydney. */
export const NOW = Date.parse('2026-11-19T03:00:00.000Z')
/** A moment so many minutes from `NOW`. */
export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString()

let last = 0
const id = () => `00000000-0000-4000-8000-${String(++last).padStart(12, '0')}`
const CONNECTION = id()

/** A finished run of invoices that read nothing, with what a test cares about on top. */
export function aRun(values: Partial<RunView> & { read?: number; rejected?: number } = {}): RunView {
  const { read = 0, rejected = 0, ...rest } = values
  return RunView.parse({
    id: id(),
    connectionId: CONNECTION,
    stream: 'invoices',
    trigger: 'schedule',
    status: 'done',
    counts: { read, new: 0, changed: 0, same: 0, deleted: 0, rejected },
    pagesDone: 0,
    pagesTotal: null,
    requests: 1,
    bytesRead: 0,
    waitedMs: 0,
    parkedUntil: null,
    failure: null,
    startedAt: at(-3),
    finishedAt: at(-2),
    ...rest,
  })
}

/** A healthy connection with two streams, with what a test cares about on top. */
export function aConnection(values: Partial<ConnectionView> = {}): ConnectionView {
  const stream = { isEnabled: true, nextDueAt: at(13), dataAsOf: at(-2), checkedAt: at(-2), fields: [] }
  return ConnectionView.parse({
    id: id(),
    provider: 'ledger',
    label: 'Ledger',
    clientId: id(),
    clientName: 'Harbour & Finch',
    isClientArchived: false,
    status: 'active',
    isLate: false,
    account: { id: 'a1', name: 'Harbour & Finch Pty Ltd' },
    accounts: [{ id: 'a1', name: 'Harbour & Finch Pty Ltd' }],
    lastSyncAt: at(-2),
    nextSyncAt: at(13),
    rowsTotal: 120,
    quarantined: 0,
    failure: null,
    streams: [
      { ...stream, stream: 'financials', label: 'Profit and loss', everySeconds: null, dailyAt: '02:00' },
      { ...stream, stream: 'invoices', label: 'Invoices', everySeconds: 900, dailyAt: null },
    ],
    recentRuns: [],
    authorisedBy: 'Ana Moreira',
    consent: null,
    version: 3,
    createdAt: at(-60_000),
    ...values,
  })
}
