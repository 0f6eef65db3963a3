import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movedRates } from './rates.ts'
import { type EcbSandbox, startEcbSandbox } from './server.ts'

const WEDNESDAY = new Date('2026-11-25T18:00:00Z')
let ecb: EcbSandbox
beforeAll(async () => {
  ecb = await startEcbSandbox({ port: 0, now: () => WEDNESDAY })
})
afterAll(() => ecb.close())

const ask = (currencies: string, query: string) =>
  fetch(`${ecb.url}/service/data/EXR/D.${currencies}.EUR.SP00.A?${query}`)

/** Rows by the names of their columns. */
async function rowsOf(answer: Response): Promise<Record<string, string>[]> {
  const [header = '', ...lines] = (await answer.text()).trim().split('\r\n')
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])))
}

describe('the wire', () => {
  it('[EC1] answers the wanted currencies and days in the columns of the bank', async () => {
    const answer = await ask('USD+GBP', 'startPeriod=2026-11-20&endPeriod=2026-11-25&format=csvdata')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('csv')
    const rows = await rowsOf(answer)
    expect(rows.map((row) => [row.CURRENCY, row.TIME_PERIOD])).toEqual(
      ['GBP', 'USD'].flatMap((currency) =>
        ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25'].map((day) => [currency, day]),
      ),
    )
    expect(rows.at(-1)).toMatchObject({ OBS_VALUE: '1.105', CURRENCY_DENOM: 'EUR', FREQ: 'D' })
  })

  it('[EC2] answers 404 for a range without a business day and for what it does not have', async () => {
    const weekend = await ask('USD', 'startPeriod=2026-11-21&endPeriod=2026-11-22&format=csvdata')
    expect(weekend.status).toBe(404)
    expect((await ask('XXX', 'format=csvdata')).status).toBe(404)
    expect((await fetch(`${ecb.url}/elsewhere`)).status).toBe(404)
  })

  it('[EC2] refuses a malformed day and other formats', async () => {
    expect((await ask('USD', 'startPeriod=yesterday&format=csvdata')).status).toBe(400)
    expect((await ask('USD', 'format=jsondata')).status).toBe(406)
  })
})

describe('the moved days', () => {
  const sample = 'Date,USD,GBP\n2023-12-29,1.1,0.8\n2023-12-28,1.2,N/A\n'

  it('[EC3] end on the last business day whose rates are out', () => {
    const days = (now: string) => [...new Set(movedRates(sample, new Date(now)).map(({ day }) => day))].sort()
    expect(days('2026-11-25T18:00:00Z')).toEqual(['2026-11-24', '2026-11-25'])
    expect(days('2026-11-25T09:00:00Z')).toEqual(['2026-11-23', '2026-11-24'])
    expect(days('2026-11-23T09:00:00Z')).toEqual(['2026-11-19', '2026-11-20'])
  })

  it('[EC3] leave out what was not published', () => {
    expect(movedRates(sample, WEDNESDAY)).toEqual([
      { currency: 'GBP', day: '2026-11-25', perEuro: '0.8' },
      { currency: 'USD', day: '2026-11-24', perEuro: '1.2' },
      { currency: 'USD', day: '2026-11-25', perEuro: '1.1' },
    ])
  })
})
