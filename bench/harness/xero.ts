import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionView, RunView } from '../../contracts/connections.ts'
import { type Caller, callApi } from './api.ts'
import { startProgram } from './programs.ts'

const CLIENT = { id: 'orrery-bench', secret: 'opens-nothing-but-the-sandbox' }
const ORGANISATION = 'Harbour & Finch'
const POLL_MS = 100
const RUN_MS_MAX = 240_000

/** The stand-in for Xero, in a process of its own. */
export interface Xero {
  /** Settings of the Worker that calls it. */
  settings: Readonly<Record<string, string>>
  /** Calls its control surface. */
  control<T>(method: string, path: string, body?: object): Promise<T>
  close(): Promise<void>
}

/** Starts the stand-in for a Worker at `origin`. It books nothing by itself, and only the connector holds calls back. */
export async function openXero(origin: string): Promise<Xero> {
  const program = await startProgram<{ url: string }>('harness/xero-child.ts', [
    origin,
    CLIENT.id,
    CLIENT.secret,
  ])
  const { url } = program.ready
  return {
    settings: { XERO_CLIENT_ID: CLIENT.id, XERO_CLIENT_SECRET: CLIENT.secret, XERO_BASE_URL: url },
    control: async <T>(method: string, path: string, body?: object) => {
      const response = await fetch(`${url}/sandbox${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`sandbox ${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as T
    },
    close: program.close,
  }
}

/** Connects the first organisation as a person would, and ends what that begins to read: gives the connection, at rest. */
export async function connectXero(caller: Caller, xero: Xero): Promise<ConnectionView> {
  const { organisations } = await xero.control<{ organisations: { tenantId: string; name: string }[] }>(
    'GET',
    '',
  )
  const organisation = organisations.find(({ name }) => name === ORGANISATION)
  const { url } = await callApi<{ url: string }>(caller, 'GET', '/api/v1/connections/xero/authorize')
  const asked = new URL(url)
  const form = new URLSearchParams([...asked.searchParams, ['decision', 'allow']])
  form.append('organisation', organisation?.tenantId ?? '')
  const page = `${asked.origin}${asked.pathname}`
  const answer = await fetch(page, { method: 'POST', body: form, redirect: 'manual' })
  const back = await fetch(answer.headers.get('location') ?? '', {
    headers: { cookie: caller.headers.cookie ?? '' },
    redirect: 'manual',
  })
  const id = back.headers.get('location')?.split('/').at(-1) ?? ''
  await callApi(caller, 'POST', `/api/v1/connections/${id}/cancel`)
  return callApi<ConnectionView>(caller, 'GET', `/api/v1/connections/${id}`)
}

/** Changes when streams are read; gives the connection as it is then. */
export function schedule(
  caller: Caller,
  connection: ConnectionView,
  streams: { stream: string; isEnabled?: boolean; everySeconds?: number }[],
): Promise<ConnectionView> {
  const headers = { ...caller.headers, 'if-match': String(connection.version) }
  return callApi({ ...caller, headers }, 'PATCH', `/api/v1/connections/${connection.id}`, { streams })
}

/** Asks for a sync of one stream and waits for its end. Throws when it fails. */
export async function syncNow(caller: Caller, connectionId: string, stream: string): Promise<RunView> {
  const path = `/api/v1/connections/${connectionId}`
  const { runs } = await callApi<{ runs: RunView[] }>(caller, 'POST', `${path}/sync`, {
    streams: [stream],
  })
  const deadline = performance.now() + RUN_MS_MAX
  while (performance.now() < deadline) {
    const run = await callApi<RunView>(caller, 'GET', `${path}/runs/${runs[0]?.id}`)
    if (run.status === 'done') return run
    if (run.status === 'failed' || run.status === 'cancelled')
      throw new Error(`the sync is ${run.status}: ${run.failure?.detail}`)
    await sleep(POLL_MS)
  }
  throw new Error('the sync did not end')
}
