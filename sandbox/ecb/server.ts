import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { KEEP_ALIVE_MS } from '../keep-alive.ts'
import { movedRates, type Rate } from './rates.ts'

export interface EcbSandbox {
  /** Scheme, host and port. */
  url: string
  close(): Promise<void>
}

const SAMPLE = join(import.meta.dirname, 'reference-rates-2023.csv')
const DATA_PATH = /^\/service\/data\/EXR\/D\.([A-Z+]+)\.EUR\.SP00\.A$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Columns of the bank's CSV, in its order; what is not listed below the rates is empty here. */
const COLUMNS =
  'KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,OBS_PRE_BREAK,OBS_COM,TIME_FORMAT,BREAKS,COLLECTION,COMPILING_ORG,DISS_ORG,DOM_SER_IDS,PUBL_ECB,PUBL_MU,PUBL_PUBLIC,UNIT_INDEX_BASE,COMPILATION,COVERAGE,DECIMALS,NAT_TITLE,SOURCE_AGENCY,SOURCE_PUB,TITLE,TITLE_COMPL,UNIT,UNIT_MULT'
const CSV_TYPE = 'application/vnd.sdmx.data+csv;version=1.0.0'

/**
 * Starts a stand-in for the data API of the European Central Bank: daily euro reference rates as CSV. `port` 0 takes a free one. The
 * rates are real ones of 2023 on days moved to end before `now`; see README.md. Rejects with the system's error on a taken port.
 */
export async function startEcbSandbox(options: { port: number; now: () => Date }): Promise<EcbSandbox> {
  const sample = readFileSync(SAMPLE, 'utf8')
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    const wanted = DATA_PATH.exec(url.pathname)?.[1]
    if (wanted === undefined || request.method !== 'GET') return end(response, 404, 'No results found.')
    const { searchParams: query } = url
    if (query.get('format') !== 'csvdata') return end(response, 406, 'Only csvdata is spoken here.')
    const [from, to] = [query.get('startPeriod'), query.get('endPeriod')]
    if ([from, to].some((day) => day !== null && !DAY.test(day))) return end(response, 400, 'Invalid period.')
    const currencies = new Set(wanted.split('+'))
    const rates = movedRates(sample, options.now()).filter(
      ({ currency, day }) =>
        currencies.has(currency) && (from === null || day >= from) && (to === null || day <= to),
    )
    if (rates.length === 0) return end(response, 404, 'No results found.')
    return end(response, 200, `${[COLUMNS, ...rates.map(lineOf)].join('\r\n')}\r\n`, CSV_TYPE)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function lineOf({ currency, day, perEuro }: Rate): string {
  const cells = new Map([
    ['KEY', `EXR.D.${currency}.EUR.SP00.A`],
    ['FREQ', 'D'],
    ['CURRENCY', currency],
    ['CURRENCY_DENOM', 'EUR'],
    ['EXR_TYPE', 'SP00'],
    ['EXR_SUFFIX', 'A'],
    ['TIME_PERIOD', day],
    ['OBS_VALUE', perEuro],
    ['OBS_STATUS', 'A'],
    ['OBS_CONF', 'F'],
    ['UNIT', currency],
    ['UNIT_MULT', '0'],
  ])
  return COLUMNS.split(',')
    .map((column) => cells.get(column) ?? '')
    .join(',')
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type })
  response.end(body)
}
