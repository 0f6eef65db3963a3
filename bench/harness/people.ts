import { createHmac } from 'node:crypto'
import type { D1Database } from '@cloudflare/workers-types'
import { uuidv7 } from '../../worker/platform/ids.ts'
import type { CallOfLoad } from './load.ts'

/** Somebody with a session, and the headers that session sends. */
export interface Person {
  id: string
  sessionId: string
  headers: Record<string, string>
}

export interface PeopleOptions {
  count: number
  role: 'owner' | 'editor' | 'viewer'
  tenantId: string
  /** BETTER_AUTH_SECRET of the Worker: sessions are signed with it. */
  secret: string
  origin: string
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Writes people with memberships and sessions straight into the control plane, each as the sign-up route would leave
 * it. Limits are per person and stay in force; a benchmark that needs more calls than one person may make has more people.
 */
export async function addPeople(db: D1Database, options: PeopleOptions): Promise<Person[]> {
  const nowMs = Date.now()
  const made = Array.from({ length: options.count }, () => {
    const id = newId(nowMs)
    const token = newId(nowMs).replaceAll('-', '')
    return { id, token, memberId: newId(nowMs), sessionId: newId(nowMs), email: `${id}@bench.example` }
  })
  const list = JSON.stringify(made)
  const field = (name: string) => `value ->> '${name}'`
  const at = `${nowMs}, ${nowMs}`
  await db.batch([
    db
      .prepare(
        `insert into user (id, name, email, email_verified, created_at, updated_at)
          select ${field('id')}, 'Bench', ${field('email')}, 1, ${at} from json_each(?)`,
      )
      .bind(list),
    db
      .prepare(
        `insert into member (id, organization_id, user_id, role, created_at)
          select ${field('memberId')}, ?, ${field('id')}, ?, ${nowMs} from json_each(?)`,
      )
      .bind(options.tenantId, options.role, list),
    db
      .prepare(
        `insert into session (id, user_id, token, expires_at, created_at, updated_at)
          select ${field('sessionId')}, ${field('id')}, ${field('token')}, ${nowMs + DAY_MS}, ${at} from json_each(?)`,
      )
      .bind(list),
  ])
  return made.map(({ id, token, sessionId }) => ({
    id,
    sessionId,
    headers: {
      cookie: `orrery.session_token=${encodeURIComponent(`${token}.${signed(token, options.secret)}`)}`,
      origin: options.origin,
      'x-tenant-id': options.tenantId,
    },
  }))
}

/** The same call from each of the people in turn. */
export function callFromEach(
  people: readonly Person[],
  call: { method: string; path: string; body?: string; headers?: Record<string, string> },
): CallOfLoad[] {
  const json: Record<string, string> = call.body === undefined ? {} : { 'content-type': 'application/json' }
  return people.map((person) => ({ ...call, headers: { ...person.headers, ...json, ...call.headers } }))
}

const newId = (nowMs: number) => uuidv7(nowMs, crypto.getRandomValues(new Uint8Array(10)))
const signed = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64')
