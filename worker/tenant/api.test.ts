import { describe, expect, it } from 'vitest'
import { err } from '../../contracts/result.ts'
import { Unreachable } from '../../db/lane.ts'
import { InDoubt } from '../../db/tenant-tx.ts'
import { principalHeader } from '../edge/forward.ts'
import { codeOf, principalOf, tenantApi } from './api.ts'
import { permissionOf } from './context.ts'

// Routes are declared without touching the workspace they will serve.
const api = tenantApi({} as never, {} as never)

describe('every route of a workspace', () => {
  const routes = new Map<string, (string | null)[]>()
  for (const { method, path, handler } of api.routes) {
    if (path === '/*' || path === '*') continue
    const name = `${method} ${path}`
    routes.set(name, [...(routes.get(name) ?? []), permissionOf(handler)])
  }

  it('[CO40] declares the permission it needs, before its handler', () => {
    console.log(`tenant routes checked: ${routes.size}`)
    expect(routes.size).toBeGreaterThan(10)
    const without = [...routes].filter(([, [first]]) => first === null || first === undefined)
    expect(without).toEqual([])
  })

  it('[CO40] needs a permission to write where it writes', () => {
    // Asking, and marking one's own inbox and choosing what reaches it, change nothing of the workspace.
    const writes = [...routes].filter(
      ([name]) =>
        !name.startsWith('GET ') &&
        !/\/(preview|check-availability|notifications\/(read|preferences|mutes\/:id))$/.test(name),
    )
    expect(writes.length).toBeGreaterThan(0)
    for (const [name, [permission]] of writes)
      expect([name, permission]).toEqual([
        name,
        expect.stringMatching(/\.(write|manage|sync|answer_own|apply_own)$/),
      ])
  })
})

it('[CO39] reads the principal that the front door wrote, and nothing else', () => {
  const principal = {
    v: 1 as const,
    kind: 'person' as const,
    id: 'p1',
    name: 'Zoë 東京',
    tenantId: '019a0000-0000-7000-8000-000000000001',
    role: 'owner' as const,
    clients: 'all' as const,
    credentialId: 's1',
    memberVersion: 1,
  }
  expect(principalOf(principalHeader(principal))).toEqual(principal)
  for (const broken of [
    null,
    '',
    '!',
    'e30',
    btoa('null'),
    principalHeader({ ...principal, role: 'god' as never }),
  ]) {
    expect(principalOf(broken)).toBeNull()
  }
})

it('[CO44] errors that nobody expected have a code of the table, and their words stay inside', async () => {
  expect(codeOf(new InDoubt(null))).toBe('in_doubt')
  expect(codeOf(new Unreachable(null))).toBe('stale')
  expect(codeOf(new Error('secret'))).toBe('internal')
  expect(codeOf(err({ code: 'x' }))).toBe('internal')
})
