import { describe, expect, it } from 'vitest'
import { archiveClient, listClients, restoreClient } from '../clients/service.ts'
import type { LoadBench } from './testing/load-bench.ts'
import { applied, counted, counts, csv, lines, sum, workspaces } from './testing/load-rows.ts'

const workspace = workspaces()

const byName = { date: 'day', client: 'item', values: counts.values }
const AT = new Date('2026-03-02T12:00:00Z')
const sums = (bench: LoadBench) =>
  bench.rows<{ name: string; is_default: boolean; sum: string }>(
    `select c.name, c.is_default, trim_scale(sum(value))::text as sum from custom_metrics f join clients c on c.tenant_id = $1 and c.id = f.client_id
     where f.tenant_id = $1 group by 1, 2 order by 1`,
  )
async function idOf(bench: LoadBench, name: string): Promise<string> {
  const found = (await bench.write(listClients)).find((client) => client.name === name)
  if (found === undefined) throw new Error(`no client ${name}`)
  return found.id
}
const archive = async (bench: LoadBench, name: string) => {
  const id = await idOf(bench, name)
  await bench.write((tx) => archiveClient(tx, id, AT))
  return id
}
const rejects = (bench: LoadBench, id: string) =>
  bench.rows(
    `select line, reason, column_name as "column", value from import_rejects where tenant_id = $1 and import_id = '${id}' order by line`,
  )

describe('clients that rows name', () => {
  it('[IM22] [ON20] makes a client of every name and gives rows without one to the workspace itself', async () => {
    const bench = await workspace()
    const rows = [
      '2026-01-01,Müller & Söhne,1',
      '2026-01-01,,2',
      '2026-01-02,Acme,4',
      '2026-01-02,Müller & Söhne,8',
    ]
    const done = await bench.load(csv(rows), byName, 2)
    expect(done.at(-1)?.view).toMatchObject({ rowsRead: 4, rowsLoaded: 4, rowsSame: 0, client: null })
    const sums = await bench.rows(
      `select c.name, c.is_default, trim_scale(sum(value))::text as sum from custom_metrics f join clients c on c.tenant_id = $1 and c.id = f.client_id
       where f.tenant_id = $1 group by 1, 2 order by 1`,
    )
    expect(sums).toEqual([
      { name: 'Acme', is_default: false, sum: '4' },
      { name: 'Müller & Söhne', is_default: false, sum: '9' },
      { name: 'Test', is_default: true, sum: '2' },
    ])
    expect(applied(done)).toEqual(await counted(bench))
    const again = await bench.load(csv(rows), byName)
    expect(sum(again, 'rowsSame')).toBe(4)
  })
})

describe('an archived client', () => {
  it('[IM32] takes none of the rows that name it: they are set aside with the reason, the others are loaded', async () => {
    const bench = await workspace()
    await bench.load(csv(['2026-01-01,Gone,1', '2026-01-01,Open,2']), byName)
    await archive(bench, 'Gone')
    const file = await bench.commit(
      csv([
        '2026-01-02,Gone,4',
        '2026-01-02,Open,8',
        '2026-01-02,,16',
        '2026-01-02,Gone,x',
        '2026-01-03,Gone,4',
        '2026-01-03,New,32',
      ]),
      byName,
      4,
    )
    const done = []
    for (const batch of file.batches) done.push(await bench.store(file, batch))
    expect(done.at(-1)?.view).toMatchObject({ rowsRead: 6, rowsLoaded: 3, rowsSame: 0, rowsRejected: 3 })
    expect(await rejects(bench, file.id)).toEqual([
      { line: 2, reason: 'client_archived', column: 'item', value: 'Gone' },
      { line: 5, reason: 'not_a_number', column: 'n', value: 'x' },
      { line: 6, reason: 'client_archived', column: 'item', value: 'Gone' },
    ])
    expect(await sums(bench)).toEqual([
      { name: 'Gone', is_default: false, sum: '1' },
      { name: 'New', is_default: false, sum: '32' },
      { name: 'Open', is_default: false, sum: '10' },
      { name: 'Test', is_default: true, sum: '16' },
    ])
  })

  it('[IM32] keeps the row that another form of it, known by its id, would have replaced', async () => {
    const bench = await workspace()
    const mapping = { date: 'day', client: 'who', values: counts.values, externalId: 'id' }
    const text = (rows: readonly string[]) => csv(rows, 'id,day,who,n')
    await bench.load(text(['1,2026-01-01,Open,1', '2,2026-01-01,Gone,2']), mapping)
    await archive(bench, 'Gone')
    const done = await bench.load(
      text(['1,2026-01-01,Gone,10', '2,2026-01-01,Gone,20', '3,2026-01-01,Open,30']),
      mapping,
    )
    expect(done.at(-1)?.view).toMatchObject({ rowsRead: 3, rowsLoaded: 1, rowsSame: 0, rowsRejected: 2 })
    expect(await lines(bench)).toEqual(['2026-01-01,,1', '2026-01-01,,2', '2026-01-01,,30'])
    expect(await bench.rows('select 1 from fact_history where tenant_id = $1')).toEqual([])
  })

  it('[IM32] that a whole file is about takes no row of it from then on, and all of it once it is restored', async () => {
    const bench = await workspace()
    await bench.load(csv(['2026-01-01,Later,1']), byName)
    const clientId = await idOf(bench, 'Later')
    const text = csv(['2026-02-01,a,2', '2026-02-02,b,4', '2026-02-03,c,8'])
    const mapping = { ...counts, clientId }
    const file = await bench.commit(text, mapping, [1, 2])
    const [first, second] = file.batches
    if (first === undefined || second === undefined) throw new Error('the file has two batches')
    expect(await bench.store(file, first)).toMatchObject({ rowsLoaded: 1 })
    await archive(bench, 'Later')
    expect(await bench.store(file, second)).toMatchObject({ rowsLoaded: 0, rowsSame: 0, touched: [] })
    for (const batch of file.batches.slice(2)) await bench.store(file, batch)
    expect(await rejects(bench, file.id)).toEqual([
      { line: 3, reason: 'client_archived', column: null, value: '' },
      { line: 4, reason: 'client_archived', column: null, value: '' },
    ])
    await expect(bench.commit(text, mapping)).rejects.toThrow('client_archived')
    await bench.write((tx) => restoreClient(tx, clientId))
    const again = await bench.load(text, mapping)
    expect([sum(again, 'rowsLoaded'), sum(again, 'rowsSame')]).toEqual([2, 1])
  })

  it('[IM26] [IM32] the same file again, once it is restored, is loaded and not answered from the first time', async () => {
    const bench = await workspace()
    await bench.load(csv(['2026-01-01,Back,1']), byName)
    const clientId = await archive(bench, 'Back')
    const same = { fileHash: 'h', mappingHash: 'm' }
    const text = csv(['2026-01-02,Back,2', '2026-01-02,Open,4'])
    const [held] = await bench.load(text, byName, 8000, same)
    expect(held?.view).toMatchObject({ status: 'done', rowsLoaded: 1, rowsRejected: 1 })
    await bench.write((tx) => restoreClient(tx, clientId))
    const [again] = await bench.load(text, byName, 8000, same)
    expect(again?.view).toMatchObject({ status: 'done', rowsLoaded: 1, rowsSame: 1, rowsRejected: 0 })
    const twin = await bench.commit(text, byName, 8000, same)
    expect(await bench.rows(`select status from imports where tenant_id = $1 and id = '${twin.id}'`)).toEqual(
      [{ status: 'done' }],
    )
  })
})
