import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ArtistView, CreateArtist } from '../../contracts/artists.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { addTimeOff } from '../availability/service.ts'
import { appendEvents } from '../events/append.ts'
import type { EventRow } from '../events/registry.ts'
import { readArtistHistory, restoreArtistVersion } from '../history/work.service.ts'
import { Studio } from '../projects/testing/studio.ts'
import { ArtistSeal } from './seal.service.ts'
import { changeArtist, createArtist } from './service.ts'

let studio: Studio
beforeEach(() => {
  studio = new Studio()
})
afterEach(() => studio.lane.reset())

const told = async <T>(work: Parameters<typeof studio.told<T>>[0]): Promise<T> => {
  const done = await studio.told(work)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value.view
}
const input = CreateArtist.parse({
  ...{ name: 'Ada Kern', headline: 'Paints walls', skills: [{ name: 'Mural', level: 3 }] },
  rate: { amount: '400', currency: 'EUR', per: 'day' },
})
const create = () => told<ArtistView>((tx) => createArtist(tx, input, studio.context))
const change = (id: string, version: number, to: object) =>
  told<ArtistView>((tx) => changeArtist(tx, id, version, to, true))
const log = () =>
  studio.read(async (tx) => {
    const rows = await tx.sql<EventRow[]>`
      select e.seq, e.at::text as at, e.type, e.actor, e.subject, b.body from events e join event_bodies b using (tenant_id, seq)
      where e.tenant_id = ${tx.tenantId} order by e.seq`
    return rows.map((row) => ({ ...row }))
  })
const keys = () =>
  studio.read(async (tx) => {
    const rows = await tx.sql<
      { id: string }[]
    >`select artist_id as id from artist_keys where tenant_id = ${tx.tenantId}`
    return rows.map(({ id }) => id)
  })
const opened = async (seal = studio.seal) => {
  const rows = await log()
  return studio.read((tx) => seal.open(tx, rows))
}
const dataOf = ({ body }: EventRow) => JSON.parse(body ?? '').data

describe('what the log says about an artist', () => {
  it('[SN60] lies sealed under a key of that artist, and opens as it was said', async () => {
    const ada = await create()
    await change(ada.id, 1, { name: 'Ada Lund', headline: null })
    const off = {
      kind: 'off' as const,
      title: 'Dentist',
      days: { from: '2026-06-02', to: '2026-06-02' },
      hours: null,
    }
    await told((tx) => addTimeOff(tx, ArtistId.parse(ada.id), off, studio.context))
    const rows = await log()
    const text = JSON.stringify(rows)
    for (const word of ['Ada', 'Kern', 'Lund', 'Paints', 'Mural', '400', 'Dentist'])
      expect(text).not.toContain(word)
    expect(await keys()).toEqual([ada.id])
    expect((await opened()).map(dataOf)).toMatchObject([
      { after: { name: 'Ada Kern', headline: 'Paints walls', rate: { amount: '400.0000' } } },
      { before: { name: 'Ada Kern' }, after: { name: 'Ada Lund', headline: null, skills: input.skills } },
      { added: { title: 'Dentist', days: off.days } },
    ])
  })

  it('[SN60] opens under no other key, and by no other setting', async () => {
    const [ada, bo] = [await create(), await create()]
    const rows = await log()
    const moved = rows.map((row) => ({ ...row, body: row.body?.replaceAll(ada.id, bo.id) ?? null }))
    await expect(studio.read((tx) => studio.seal.open(tx, moved))).rejects.toThrow()
    const sealKey = randomBytes(32).toString('base64')
    const other = new ArtistSeal({ sealKey, random: (count) => new Uint8Array(randomBytes(count)) })
    await expect(opened(other)).rejects.toThrow()
    expect((await keys()).toSorted()).toEqual([ada.id, bo.id].toSorted())
  })

  it('[SN60] is read and brought back as well where it was written in the open, and sealed from then on', async () => {
    // As artists and events were stored before there were keys.
    const { view, events } = await studio.done((tx) => createArtist(tx, input, studio.context))
    await studio.run(async (tx) => {
      await tx.sql`insert into tenant_heads (tenant_id, fence, hash) values (${tx.tenantId}, 1, sha256(''))`
      return ok(await appendEvents(tx, 1, 'person:p1', events))
    })
    expect(await keys()).toEqual([])
    await change(view.id, 1, { name: 'Ada Lund' })
    expect(await keys()).toEqual([view.id])
    expect(dataOf((await log())[1] as EventRow)).toMatchObject({ personal: { of: `artist:${view.id}` } })
    const history = await studio.read((tx) => readArtistHistory(tx, view.id, studio.seal))
    expect(history?.versions[0]?.changes).toEqual([{ field: 'name', before: 'Ada Kern', after: 'Ada Lund' }])
    const first = history?.versions[1]?.id ?? ''
    const back = await told((tx) => restoreArtistVersion(tx, view.id, 2, first, studio.seal))
    expect(back).toMatchObject({ name: 'Ada Kern', headline: 'Paints walls', skills: input.skills })
  })
})
