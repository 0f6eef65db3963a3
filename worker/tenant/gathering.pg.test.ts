import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { CreateBooking } from '../../contracts/bookings.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { COMMANDS_TOGETHER_MAX } from '../../contracts/limits.ts'
import { err, ok } from '../../contracts/result.ts'
import { createArtist } from '../artists/service.ts'
import { bookingsTogether } from '../bookings/routes.ts'
import { workspaceChanged } from '../events/workspace.ts'
import { type Command, runCommand } from './commands.ts'
import { type GatheredKind, Gathering } from './gathering.ts'
import { provisionTenant } from './provision.ts'
import { type CutProxy, startCutProxy } from './testing/cut-proxy.ts'
import { aTenantSpec, type NodeHost, openNodeHost } from './testing/node-host.ts'

let proxy: CutProxy
let host: NodeHost

beforeAll(async () => {
  proxy = await startCutProxy(inject('postgres').appUrl)
})
afterAll(() => proxy.close())
beforeEach(async () => {
  const spec = aTenantSpec()
  host = openNodeHost(spec.tenantId, proxy.url)
  await provisionTenant(host.tenant, spec)
})
afterEach(async () => {
  await proxy.restore()
  await host.tenant.close()
})

const command = (id: string = randomUUID(), actor = 'person:p1'): Command => ({
  ...{ clients: 'all', id, actor, requestHash: `hash of ${id}` },
})

/** What a test asks for: something that is done, refused, not possible in Postgres, or to be done alone. */
type Asked = 'done' | 'refused' | 'impossible' | 'alone'

/** A kind of command that notes how many were carried out in each transaction. */
function aKind() {
  const sizes: number[] = []
  const kind: GatheredKind<Asked, string, { code: 'no' }, null> = {
    status: 200,
    ask: () => null,
    work: async (tx, inputs) => {
      sizes.push(inputs.length)
      if (inputs.includes('impossible')) await tx.sql`select 1 / 0`
      return inputs.map((input) => {
        if (input === 'alone' && inputs.length > 1) return err({ code: 'alone' as const })
        if (input === 'refused') return err({ code: 'no' as const })
        return ok({ view: input, events: [workspaceChanged.of('workspace', { fields: ['name'] })] })
      })
    },
  }
  return { sizes, gathering: new Gathering(host.tenant, kind) }
}

/** Something that has the lane, so that whoever comes now waits. */
async function holdLane(): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  const isHeld = Promise.withResolvers<void>()
  void runCommand(host.tenant, command(), 200, async () => {
    isHeld.resolve()
    await held.promise
    return err({ code: 'nothing_to_do' })
  })
  await isHeld.promise
  return held.resolve
}

const logOf = () =>
  host.tenant.read(async (tx) => {
    const rows = await tx.sql<{ seq: string; actor: string; type: string }[]>`
      select seq, actor, type from events where tenant_id = ${tx.tenantId} and type <> 'workspace.provisioned' order by seq`
    return rows.map(({ seq, actor, type }) => `${seq} ${type} ${actor}`)
  })

describe('[CO67] commands of one kind that wait for the lane', () => {
  it('go in one transaction, each with its own answer, event and actor, in the order they came', async () => {
    const { gathering, sizes } = aKind()
    const go = await holdLane()
    const actors = ['person:p1', 'key:k1', 'person:p2']
    const answers = Promise.all(actors.map((actor) => gathering.run(command(randomUUID(), actor), 'done')))
    go()
    expect(await answers).toEqual([2, 3, 4].map((seq) => ok({ status: 200, data: '"done"', seq })))
    expect(sizes).toEqual([3])
    expect(await logOf()).toEqual(actors.map((actor, i) => `${i + 2} workspace.changed ${actor}`))
    expect(host.tenant.applied).toBe(4)
  })

  it('go at once where nobody has the lane, and no more than some at a time', async () => {
    const { gathering, sizes } = aKind()
    expect(await gathering.run(command(), 'done')).toMatchObject({ ok: true })
    const go = await holdLane()
    const many = Array.from({ length: COMMANDS_TOGETHER_MAX + 2 }, () => gathering.run(command(), 'done'))
    go()
    const answers = await Promise.all(many)
    expect(answers.map((one) => one.ok && one.value.seq)).toEqual(many.map((_, i) => i + 3))
    expect(sizes).toEqual([1, COMMANDS_TOGETHER_MAX, 2])
  })

  it('are refused by themselves, and a transaction of which nothing is left keeps nothing', async () => {
    const { gathering } = aKind()
    const go = await holdLane()
    const some = Promise.all(
      (['refused', 'done', 'refused'] as const).map((one) => gathering.run(command(), one)),
    )
    go()
    const no = err({ code: 'no' })
    expect(await some).toEqual([no, ok({ status: 200, data: '"done"', seq: 2 }), no])
    const none = Promise.all((['refused', 'refused'] as const).map((one) => gathering.run(command(), one)))
    expect(await none).toEqual([no, no])
    expect(await logOf()).toHaveLength(1)
  })

  it('go alone where one of them has to, and each where Postgres refuses one', async () => {
    const { gathering, sizes } = aKind()
    const go = await holdLane()
    const alone = Promise.all((['done', 'alone'] as const).map((one) => gathering.run(command(), one)))
    go()
    expect((await alone).map((one) => one.ok && one.value.data)).toEqual(['"done"', '"alone"'])
    expect(sizes).toEqual([2, 1])
    const goOn = await holdLane()
    const wrong = Promise.allSettled(
      (['done', 'impossible', 'done'] as const).map((one) => gathering.run(command(), one)),
    )
    goOn()
    const settled = await wrong
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(settled[1]).toMatchObject({ reason: { code: '22012' } })
    expect(await logOf()).toHaveLength(4)
  })

  it('[CO12] are carried out once, also when one comes twice at the same time, or again among others', async () => {
    const { gathering } = aKind()
    const go = await holdLane()
    const twice = Promise.all(['c1', 'c1', 'c2'].map((id) => gathering.run(command(id), 'done')))
    go()
    const [first, second, other] = await twice
    expect(second).toEqual(first)
    expect(other).toMatchObject({ ok: true })
    const goOn = await holdLane()
    const again = Promise.all([
      gathering.run(command('c1'), 'done'),
      gathering.run({ ...command('c2'), requestHash: 'of something else' }, 'done'),
      gathering.run(command('c3'), 'done'),
    ])
    goOn()
    expect(await again).toEqual([first, err({ code: 'command_conflict' }), ok(expect.anything())])
    expect(await logOf()).toHaveLength(3)
  })

  for (const when of ['before', 'after'] as const) {
    it(`[CO14] take effect once each when the wire is cut ${when} COMMIT`, async () => {
      const { gathering } = aKind()
      const go = await holdLane()
      const both = Promise.all(['c1', 'c2'].map((id) => gathering.run(command(id), 'done')))
      proxy.cutAt({ text: 'commit', when, of: 'writes' })
      go()
      expect((await both).map((one) => one.ok && one.value.seq)).toEqual([2, 3])
      expect(await logOf()).toHaveLength(2)
    })
  }

  it('of a caller who does not reach all clients go by themselves, as that caller', async () => {
    const { gathering, sizes } = aKind()
    const go = await holdLane()
    const clients = [randomUUID()]
    const both = Promise.all([
      gathering.run({ ...command(), clients }, 'done'),
      gathering.run(command(), 'done'),
    ])
    go()
    await both
    expect(sizes).toEqual([1, 1])
  })
})

describe('[CO67] [BK4] bookings that are asked for at once', () => {
  const by = { newId: () => randomUUID() as string, at: new Date(), actor: 'person:p1' }
  const anArtist = async () => {
    const made = await runCommand(host.tenant, command(), 201, (tx) =>
      createArtist(tx, CreateArtist.parse({ name: 'Ada' }), { ...by, timeZone: 'UTC' }),
    )
    return ArtistId.parse(made.ok ? (JSON.parse(made.value.data) as { id: string }).id : '')
  }
  const aBooking = (artistId: string, over: object) =>
    CreateBooking.parse({ artistId, title: 'Tour', days: { from: '2027-05-01', to: '2027-05-01' }, ...over })

  /** Answers of calls that came while the lane was taken: what each has become, or why not. */
  async function atOnce(inputs: CreateBooking[]) {
    const gathering = new Gathering(host.tenant, bookingsTogether)
    const go = await holdLane()
    const all = Promise.all(inputs.map((input) => gathering.run(command(), { input, by })))
    go()
    return (await all).map((one) =>
      one.ok
        ? (JSON.parse(one.value.data) as { id: string; title: string; ranks: { rank: number }[] })
        : one.error,
    )
  }

  it('have one winner, whom all others are told of, and those of others are not touched by that', async () => {
    const [ada, bo] = [await anArtist(), await anArtist()]
    const status = 'confirmed'
    const answers = await atOnce([
      aBooking(ada, { status, title: 'First' }),
      aBooking(bo, { status, title: 'Of Bo' }),
      aBooking(ada, { status, title: 'Second' }),
      aBooking(randomUUID(), { status }),
      aBooking(ada, { status, title: 'Next day', days: { from: '2027-05-02', to: '2027-05-02' } }),
      aBooking(ada, { status, projectId: randomUUID() }),
    ])
    expect(answers).toMatchObject([
      { title: 'First' },
      { title: 'Of Bo' },
      { code: 'booking_conflict', details: { rivals: [{ title: 'First' }] } },
      { code: 'not_found' },
      { title: 'Next day' },
      { code: 'not_found', details: { field: 'projectId' } },
    ])
    const stored = await host.tenant.read(
      (tx) => tx.sql<{ title: string; words: number }[]>`
        select title, (select count(*)::int from search_words w where w.tenant_id = b.tenant_id and w.record_id = b.id) as words
        from bookings b where tenant_id = ${tx.tenantId} order by created_at, title`,
    )
    expect(stored.map(({ title, words }) => `${title} ${words}`)).toEqual([
      'First 1',
      'Next day 2',
      'Of Bo 2',
    ])
  })

  it('[BK5] stand in line in the order they came', async () => {
    const ada = await anArtist()
    const id = randomUUID()
    const answers = await atOnce([
      aBooking(ada, { title: 'First', id }),
      aBooking(ada, { title: 'Second' }),
      aBooking(ada, { title: 'Third', id }),
      aBooking(ada, { title: 'Fourth' }),
    ])
    expect(answers).toMatchObject([
      { id, ranks: [{ rank: 1 }] },
      { ranks: [{ rank: 2 }] },
      { code: 'already_exists' },
      { ranks: [{ rank: 3 }] },
    ])
  })

  it('[BK62] find what time did before them, once', async () => {
    const ada = await anArtist()
    const [held] = await atOnce([aBooking(ada, { title: 'Held' })])
    const heldId = held !== undefined && 'id' in held ? held.id : ''
    await host.tenant.write(host.tenant.commands, async (tx) => {
      await tx.sql`update bookings set expires_at = now() - interval '1 second' where tenant_id = ${tx.tenantId} and id = ${heldId}`
      return ok(null)
    })
    const answers = await atOnce([aBooking(ada, { title: 'A' }), aBooking(ada, { title: 'B' })])
    expect(answers).toMatchObject([
      { title: 'A', ranks: [{ rank: 1 }] },
      { title: 'B', ranks: [{ rank: 2 }] },
    ])
    expect((await logOf()).filter((line) => line.includes('booking.expired'))).toHaveLength(1)
  })
})
