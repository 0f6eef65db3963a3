import type { BusyFailureCode, BusyLease } from '../../contracts/busy-calendars.ts'
import { busyPeriod, readBusy } from '../../worker/availability/parsing/busy.ts'
import type { Env } from '../../worker/platform/env.ts'
import type { Log } from '../../worker/platform/log.ts'
import { type CallResult, callOut, noUsage, type OutboundDeps } from '../../worker/platform/outbound.ts'
import { isPublicAddress } from '../../worker/platform/public-address.ts'
import type { QueueMessage } from '../messages.ts'

type BusyMessage = Extract<QueueMessage, { kind: 'busy.read' }>

/** Reads the calendar of an artist once. A second delivery reads it again, which changes nothing. */
export async function readBusyCalendar(env: Env, log: Log, message: BusyMessage): Promise<void> {
  // A stub that threw is not used twice.
  const tenant = () => env.TENANT.getByName(message.tenantId)
  const { calendarId } = message
  const lease = await tenant().leaseBusyCalendar({ v: 1, calendarId })
  if (lease === null) return
  const deps: OutboundDeps = {
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
    random: () => Math.random(),
    sleep: (ms) => scheduler.wait(ms),
    log,
  }
  const mayCallLocal = env.ENVIRONMENT !== 'production'
  const found = isPublicAddress(lease.address, mayCallLocal)
    ? understood(await called(deps, lease), lease, deps.now())
    : refused('not_allowed')
  if (found.kind === 'failed') {
    const { code, retryAfterMs } = found
    await tenant().failBusyCalendar({ v: 1, calendarId, code, retryAfterMs })
  } else await tenant().storeBusyTimes({ v: 1, calendarId, read: found.read })
}

function called(deps: OutboundDeps, { address, etag, lastModified }: BusyLease): Promise<CallResult> {
  const { hostname, origin, protocol, pathname, search } = new URL(address)
  const reach = { hosts: [hostname], localOrigin: protocol === 'http:' ? origin : null }
  const headers = {
    accept: 'text/calendar',
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  }
  const request = { method: 'GET' as const, url: address, headers, body: null, expects: 'text' as const }
  // The path is what makes the address a secret.
  const secrets = [address, `${pathname}${search}`, pathname]
  return callOut(deps, reach, { ...request, purpose: 'busy calendar', secrets }, noUsage())
}

type Outcome =
  | {
      kind: 'read'
      read: {
        edges: number[]
        skipped: number
        etag: string | null
        lastModified: string | null
        timeZone: string
      } | null
    }
  | { kind: 'failed'; code: BusyFailureCode; retryAfterMs: number }

const refused = (code: BusyFailureCode, retryAfterMs = 0): Outcome => ({ kind: 'failed', code, retryAfterMs })
const GONE = 410

/** What an answer means. */
function understood(result: CallResult, { timeZone }: BusyLease, now: Date): Outcome {
  switch (result.kind) {
    case 'ok': {
      const { status, headers, text } = result.answer
      if (status === 304) return { kind: 'read', read: null }
      const busy = readBusy(text, timeZone, busyPeriod(now.getTime()))
      if (!busy.ok) return refused(busy.error.code)
      const edges = busy.value.spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs])
      const said = { etag: headers.get('etag'), lastModified: headers.get('last-modified') }
      return { kind: 'read', read: { edges, skipped: busy.value.skipped, ...said, timeZone } }
    }
    case 'throttled':
      return refused('throttled', (result.retryAfterSeconds ?? 0) * 1000)
    case 'not_found':
      return refused('gone')
    case 'unauthorised':
    case 'forbidden':
      return refused('forbidden')
    case 'refused':
      return refused(result.status === GONE ? 'gone' : 'refused')
    case 'unreadable':
      return refused(result.why === 'redirected' ? 'redirected' : 'too_large')
    case 'down':
      return refused('no_answer')
  }
}
