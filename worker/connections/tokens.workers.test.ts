import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok } from '../../contracts/result.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { readSealKeys } from '../platform/seal.ts'
import type { Syncs } from '../tenant/syncs.ts'
import { Xero, XeroHome } from './testing/xero.ts'
import { markAccessGone, readTokens, sealTokens, storeRefreshed } from './tokens.service.ts'

const xero = new Xero('tokens')
let queue = holdQueue()
beforeEach(async () => {
  queue = holdQueue()
  await xero.reset()
})
afterEach(() => queue.release())

const open = async () => new XeroHome(await Home.open(), xero, queue)
const keys = () => readSealKeys(bindings.SEAL_KEY)
const nonce = () => crypto.getRandomValues(new Uint8Array(12))

/** Asks the object for access as its consumers do. */
const access = (at: XeroHome, id: string, refused: string | null = null) =>
  at.home.inside((_tenant, object) =>
    // The syncing of the object is private to it.
    (Reflect.get(object, 'syncs') as Syncs).tokens.access(id, refused),
  )
const stored = (at: XeroHome, id: string) =>
  at.home.inside(async (tenant) => {
    const sealKeys = await keys()
    const found = await tenant.read((tx) => readTokens(tx, sealKeys, id))
    if (found === null) throw new Error('no tokens')
    return found
  })

describe('tokens', () => {
  it('[CN33] are sealed for their connection and stand readable nowhere', async () => {
    const at = await open()
    const { id } = await at.connect()
    await at.deliver()
    const { sealed, tokens } = await stored(at, id)
    const other = { tenantId: at.home.tenantId, rowId: crypto.randomUUID(), column: 'sealed_tokens' }
    await expect(
      at.home.inside(async (tenant) => {
        await tenant.write(tenant.commands, async (tx) => {
          await tx.sql`update connections set id = ${other.rowId} where tenant_id = ${tx.tenantId} and id = ${id}`
          return ok(null)
        })
        const sealKeys = await keys()
        return tenant.read((tx) => readTokens(tx, sealKeys, other.rowId))
      }),
    ).rejects.toThrow('belongs elsewhere')
    const secrets = [tokens.accessToken, tokens.refreshToken ?? '']
    const tables = [
      'connections',
      'connection_grants',
      'sync_runs',
      'sync_errors',
      'events',
      'event_bodies',
      'commands',
    ]
    for (const table of tables) {
      const rows = await at.home.rows<{ row: string }>(
        `select t::text as row from ${table} t where tenant_id = $1`,
      )
      for (const { row } of rows) for (const secret of secrets) expect(row).not.toContain(secret)
    }
    expect(new TextDecoder('latin1').decode(sealed)).not.toContain(tokens.accessToken.slice(0, 20))
  })

  it('[CN33] are given to nobody before they are stored', async () => {
    const at = await open()
    const { id } = await at.connect()
    const { tokens } = await stored(at, id)
    const outcome = await at.home.inside(async (tenant, object) => {
      Object.assign(tenant, { write: () => Promise.reject(new Error('no room to store it')) })
      try {
        return await (Reflect.get(object, 'syncs') as Syncs).tokens
          .access(id, tokens.accessToken)
          .catch((error: Error) => error.message)
      } finally {
        Reflect.deleteProperty(tenant, 'write')
      }
    })
    expect(outcome).toBe('no room to store it')
    expect((await stored(at, id)).tokens).toEqual(tokens)
    // The provider takes the older refresh token for as long as an answer may have been lost.
    expect((await access(at, id, tokens.accessToken)).ok).toBe(true)
    expect((await stored(at, id)).tokens.accessToken).not.toBe(tokens.accessToken)
  })

  it('[CN34] are refreshed once for fifty callers, and each gets the new one', async () => {
    const at = await open()
    const { id } = await at.connect()
    const { tokens } = await stored(at, id)
    await xero.control('POST', '/expire-access')
    const before = (await xero.called()).tokenRefreshes
    const answers = await at.home.inside((_tenant, object) =>
      Promise.all(
        Array.from({ length: 50 }, () =>
          (Reflect.get(object, 'syncs') as Syncs).tokens.access(id, tokens.accessToken),
        ),
      ),
    )
    expect((await xero.called()).tokenRefreshes - before).toBe(1)
    const fresh = await stored(at, id)
    expect(fresh.tokens.accessToken).not.toBe(tokens.accessToken)
    for (const answer of answers) expect(answer).toEqual(ok(fresh.tokens.accessToken))
    // Late callers with the old one find that it has been seen to.
    expect(await access(at, id, tokens.accessToken)).toEqual(ok(fresh.tokens.accessToken))
    expect((await xero.called()).tokenRefreshes - before).toBe(1)
  })

  it('[CN37] are refreshed before they run out, and the old refresh token is kept until the new one was used', async () => {
    const at = await open()
    const { id } = await at.connect()
    const first = await stored(at, id)
    expect(await access(at, id)).toEqual(ok(first.tokens.accessToken))
    const later = (minutes: number) =>
      at.home.inside((tenant) => {
        const at30 = Date.now() + minutes * 60_000
        Object.assign(tenant.deps, { now: () => new Date(at30) })
      })
    await later(27.5)
    expect(await access(at, id)).toEqual(ok(first.tokens.accessToken))
    await later(28.5)
    expect((await access(at, id)).ok).toBe(true)
    const second = await stored(at, id)
    expect(second.tokens.previousRefreshToken).toBe(first.tokens.refreshToken)
    await access(at, id, second.tokens.accessToken)
    expect((await stored(at, id)).tokens.previousRefreshToken).toBe(second.tokens.refreshToken)
  })

  it('[CN37] come back by the refresh token before, when the newer one never counted at the provider', async () => {
    const at = await open()
    const { id } = await at.connect()
    const { sealed, tokens } = await stored(at, id)
    const lost = { ...tokens, refreshToken: 'never-counted', previousRefreshToken: tokens.refreshToken }
    const resealed = await sealTokens(await keys(), at.home.tenantId, id, lost, nonce())
    await at.home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) =>
        ok(await storeRefreshed(tx, id, sealed, { sealed: resealed, expiresAt: lost.expiresAt })),
      ),
    )
    expect((await access(at, id, tokens.accessToken)).ok).toBe(true)
    expect((await at.connection(id)).status).toBe('active')
  })

  it('[F41] [SE4] are read through a change of keys, then sealed with the newer one, and refused by name where a key went too early', async () => {
    const at = await open()
    const { id } = await at.connect()
    const { accessToken } = (await stored(at, id)).tokens
    const old = bindings.SEAL_KEY
    const newer = `k2:${btoa('n'.repeat(32))}`
    const inTokens = <T>(work: (tokens: Syncs['tokens']) => Promise<T>) =>
      at.home.inside((_tenant, object) => work((Reflect.get(object, 'syncs') as Syncs).tokens))
    const deployedWith = (setting: string) =>
      inTokens(async (tokens) => {
        // What a new deployment reads anew: the setting, and the keys made of it.
        Object.assign(Reflect.get(tokens, 'deps').env, { SEAL_KEY: setting })
        Reflect.set(tokens, 'keys', null)
      })
    try {
      await deployedWith(newer)
      const early = inTokens((tokens) => tokens.access(id, null).catch((error: Error) => error.message))
      expect(await early).toBe('the key 1 is not known')
      await deployedWith(`${newer},${old}`)
      const [refreshed, ...others] = await inTokens((tokens) =>
        Promise.all(
          Array.from({ length: 20 }, (_, i) => tokens.access(id, i % 2 === 0 ? accessToken : null)),
        ),
      )
      expect(others.every(({ ok: isOk }) => isOk)).toBe(true)
      await deployedWith(newer)
      expect(await inTokens((tokens) => tokens.access(id, null))).toEqual(refreshed)
    } finally {
      await deployedWith(old)
    }
  })

  it('[CN34] that were ended are not tried again: the connection says that it has to be reconnected', async () => {
    const at = await open()
    const { id } = await at.connect()
    at.taken()
    const { tokens } = await stored(at, id)
    await xero.control('POST', '/revoke-grants')
    expect(await access(at, id, tokens.accessToken)).toMatchObject({
      ok: false,
      error: { code: 'reauthorise' },
    })
    expect(await at.connection(id)).toMatchObject({
      status: 'error',
      failure: { code: 'reauthorise' },
      nextSyncAt: null,
    })
    const events = await at.home.get<{ type: string }[]>('/api/v1/events')
    expect(events.data.map(({ type }) => type)).toContain('connection.failed')
  })

  it('[CN34] stay as they are while the provider is away', async () => {
    const at = await open()
    const { id } = await at.connect()
    const { tokens } = await stored(at, id)
    await xero.fault('status', '/connect/token', { status: 503, times: 3 })
    expect(await access(at, id, tokens.accessToken)).toMatchObject({
      ok: false,
      error: { code: 'provider_down' },
    })
    expect((await stored(at, id)).tokens).toEqual(tokens)
    expect((await at.connection(id)).status).toBe('active')
    expect((await access(at, id, tokens.accessToken)).ok).toBe(true)
  })

  it('[CN34] that are newer survive whatever an older refresh ends with', async () => {
    const at = await open()
    const { id } = await at.connect()
    const before = await stored(at, id)
    await access(at, id, before.tokens.accessToken)
    const winner = await stored(at, id)
    await at.home.inside(async (tenant) => {
      const late = await sealTokens(await keys(), at.home.tenantId, id, before.tokens, nonce())
      const done = await tenant.write(tenant.commands, async (tx) => {
        const isStored = await storeRefreshed(tx, id, before.sealed, { sealed: late, expiresAt: null })
        return ok({ isStored, marked: await markAccessGone(tx, id, before.sealed, null, new Date()) })
      })
      expect(done).toEqual(ok({ isStored: false, marked: null }))
    })
    expect((await stored(at, id)).tokens).toEqual(winner.tokens)
    expect((await at.connection(id)).status).toBe('active')
  })
})
