import postgres from 'postgres'
import type { ConnectionView, RunView } from '../../contracts/connections.ts'
import { paths } from '../lib/paths.ts'
import { expect, looksRightInBoth, open, type Page, visitor } from './fixtures.ts'
import { register, settle } from './newcomer.ts'
import { OwnStack } from './own-stack.ts'

const READ = 'Harbour & Finch'
const LONG = 'Harbour & Finch UK'
/** So many documents that their first sync takes several pages. */
const MORE_DOCUMENTS = 400
/** The shortest a timetable can be; also how long the provider asks to be left alone. */
const MINUTE_SECONDS = 60
/** Two runs that try each call three times. */
const HELD_CALLS = 6
/** Beside other journeys; a run that was killed waits half a minute for a new message, one that is due or parked a minute. */
const RUN_MS = 150_000

/** The API of one workspace, as the person of the page. */
class Books {
  private readonly page: Page
  private readonly own: OwnStack
  readonly tenantId: string

  constructor(page: Page, own: OwnStack, tenantId: string) {
    this.page = page
    this.own = own
    this.tenantId = tenantId
  }

  async call<T>(method: string, path: string, data?: object, more: Record<string, string> = {}): Promise<T> {
    const answer = await this.page.request.fetch(`${this.own.origin}/api/v1/connections${path}`, {
      method,
      headers: { origin: this.own.origin, 'x-tenant-id': this.tenantId, ...more },
      ...(data === undefined ? {} : { data }),
    })
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()).data
  }

  one(id: string): Promise<ConnectionView> {
    return this.call('GET', `/${id}`)
  }

  run(id: string, runId: string): Promise<RunView> {
    return this.call('GET', `/${id}/runs/${runId}`)
  }

  /** Consents to an organisation, of which only the documents will be read once it is chosen. */
  async consent(organisation: string): Promise<string> {
    const { url } = await this.call<{ url: string }>('GET', '/xero/authorize')
    const asked = new URL(url)
    const form = new URLSearchParams([...asked.searchParams, ['decision', 'allow']])
    for (const id of this.own.idsOf([organisation, 'Empty Holdings'])) form.append('organisation', id)
    const answer = await fetch(`${asked.origin}${asked.pathname}`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    const back = await this.page.request.get(answer.headers.get('location') ?? '', { maxRedirects: 0 })
    const id = /[0-9a-f-]{36}/.exec(back.headers().location ?? '')?.[0] ?? ''
    await this.change(id, [{ stream: 'profit_and_loss', isEnabled: false }])
    return id
  }

  async change(id: string, streams: object[]): Promise<void> {
    const { version } = await this.one(id)
    await this.call('PATCH', `/${id}`, { streams }, { 'if-match': String(version) })
  }

  /** Chooses what a consent is for, which begins the first sync. */
  async begin(id: string, organisation: string): Promise<void> {
    await this.call('POST', `/${id}/account`, { accountId: this.own.idsOf([organisation])[0] })
  }

  /** Waits until the newest run of a connection is as it should be, and gives it. */
  async newest(id: string, isRight: (run: RunView) => boolean, what: string): Promise<RunView> {
    let newest: RunView | undefined
    await expect
      .poll(
        async () => {
          newest = (await this.one(id)).recentRuns[0]
          return newest !== undefined && isRight(newest)
        },
        { message: what, timeout: RUN_MS, intervals: [200] },
      )
      .toBe(true)
    if (newest === undefined) throw new Error('there is no run')
    return newest
  }
}

const isDone = (run: RunView) => run.status === 'done'

/** What Postgres holds of a connection, as its source sent it: the same for every workspace that has read the same documents once. */
async function rowsOf(own: OwnStack, connectionId: string): Promise<string[]> {
  const sql = postgres(own.database, { max: 1 })
  try {
    const rows = await sql<{ row: string }[]>`
      select concat_ws(' ', d.key, m.record_date, coalesce(m.original, m.value)) as row
      from custom_metrics m join metric_definitions d on d.tenant_id = m.tenant_id and d.no = m.metric_no
      where m.source_id = ${connectionId} order by 1`
    return rows.map(({ row }) => row)
  } finally {
    await sql.end()
  }
}

/** What an hour without the machine would have made of when the sources of a workspace were last read. */
async function hourPasses(own: OwnStack, tenantId: string): Promise<void> {
  const sql = postgres(own.database, { max: 1 })
  try {
    await sql`update connection_streams set checked_at = checked_at - interval '1 hour', data_as_of = data_as_of - interval '1 hour'
      where tenant_id = ${tenantId}`
  } finally {
    await sql.end()
  }
}

visitor.setTimeout(600_000)
visitor.describe('a local stack that is killed and started again', () => {
  let own: OwnStack
  visitor.beforeAll(async () => {
    own = await OwnStack.start()
  })
  visitor.afterAll(() => own.close())

  visitor(
    '[CN40] [CN39] ends every run that was due, running or parked, and stores each row once',
    async ({ page }) => {
      await register(page, own.origin, { name: 'Robin Reed', email: 'robin@halyard.example' })
      const slug = 'halyard-uk'
      const first = new Books(page, own, await settle(page, own.origin, { name: 'Halyard', slug: 'halyard' }))
      const second = new Books(
        page,
        own,
        await settle(page, own.origin, { name: 'Halyard UK', slug, currency: 'GBP' }),
      )
      await own.tellXero('/documents', { count: MORE_DOCUMENTS, organisation: LONG })

      const [due, running, parked] = await visitor.step('three sources are connected', async () => {
        const ids = [
          await first.consent(READ),
          await first.consent(LONG),
          await second.consent(LONG),
        ] as const
        await first.change(ids[0], [{ stream: 'invoices', everySeconds: MINUTE_SECONDS }])
        await first.begin(ids[0], READ)
        await second.begin(ids[2], LONG)
        await first.newest(ids[0], isDone, 'the first sync of the one that will be due')
        await second.newest(ids[2], isDone, 'the first sync of the one that will be parked')
        return ids
      })
      const whole = await rowsOf(own, parked)
      expect(whole.length).toBeGreaterThan(MORE_DOCUMENTS)

      const [parkedRun, killedRun] = await visitor.step('one is parked, one is killed', async () => {
        const fault = { path: '*/Invoices', organisation: LONG }
        await own.tellXero('/faults', { ...fault, kind: 'status', status: 429, retryAfter: MINUTE_SECONDS })
        await second.call('POST', `/${parked}/sync`, { streams: ['invoices'] })
        const waiting = await second.newest(parked, ({ status }) => status === 'parked', 'is parked')
        await own.tellXero('/faults', { ...fault, kind: 'hold', skip: 2 })
        await first.begin(running, LONG)
        const midway = await first.newest(running, ({ pagesDone }) => pagesDone >= 2, 'is midway')
        expect(midway).toMatchObject({ status: 'running', trigger: 'first' })
        await own.killWorker()
        return [waiting, midway]
      })
      const readBefore = await rowsOf(own, due)
      expect(await rowsOf(own, running)).not.toHaveLength(whole.length)

      await visitor.step('meanwhile the world goes on', async () => {
        await hourPasses(own, second.tenantId)
        await own.stop()
        // However long the start takes, nothing of this organisation arrives before somebody has looked at what is late.
        await own.tellXero('/faults', {
          path: '*/Invoices',
          organisation: LONG,
          kind: 'hold',
          times: HELD_CALLS,
        })
        await own.tellXero('/book', { organisation: READ, kind: 'sale', currency: 'AUD' })
        await own.startAgain()
      })
      await visitor.step('a source that nobody reads marks what it feeds as late', async () => {
        await open(page, `${own.origin}${paths.dashboard(slug)}`)
        await expect(page.getByText('Xero is late', { exact: true })).toBeVisible()
        const tile = page.locator('.dashboard-tiles .tile').filter({ hasText: 'Invoiced' })
        await expect(tile.locator('.tile-mark.late')).toContainText('Xero is late.')
        await looksRightInBoth(page)
        await own.forgetFaults()
        await second.newest(parked, isDone, 'the parked run ends')
        await expect(tile.locator('.tile-mark')).toHaveCount(0)
        await expect(page.getByText('Xero is late', { exact: true })).toHaveCount(0)
      })
      await visitor.step('every run has ended, with each row once', async () => {
        const ended = await first.newest(running, isDone, 'the killed run ends')
        expect([ended.id, (await second.run(parked, parkedRun.id)).status]).toEqual([killedRun.id, 'done'])
        expect(await rowsOf(own, running)).toEqual(whole)
        expect(await rowsOf(own, parked)).toEqual(whole)
        const news = ({ trigger, counts }: RunView) => trigger === 'schedule' && counts.new > 0
        await first.newest(due, (run) => isDone(run) && news(run), 'the due run brings what was booked')
        const readAfter = await rowsOf(own, due)
        expect(readAfter).toEqual(expect.arrayContaining(readBefore))
        expect(readAfter.length).toBeGreaterThan(readBefore.length)
        const { recentRuns } = await first.one(due)
        expect(recentRuns.filter(news)).toHaveLength(1)
      })
    },
  )

  visitor(
    '[SN42] what a night archives leaves the totals as they were, and the rows behind them say so',
    async ({ page }) => {
      await register(page, own.origin, { name: 'Ada Crane', email: 'ada@crane.example' })
      const tenantId = await settle(page, own.origin, { name: 'Crane', slug: 'crane' })
      await load(page, own, tenantId)
      const here = `${own.origin}${paths.metric('crane', 'units', `?${JANUARY}`)}`
      const rows = page.getByRole('table', { name: 'Units: rows' })
      await open(page, here)
      await expect(page.getByText('3 rows, 12 in all')).toBeVisible()
      await expect(rows).toContainText('line 4')

      await yearsPass(own, tenantId)
      const night = await page.request.post(`${own.origin}/dev/night?workspace=crane`, {
        headers: { origin: own.origin },
      })
      expect(night.status(), await night.text()).toBe(200)
      await open(page, here)
      await expect(rows).toContainText('3 rows archived')
      await expect(page.getByText('1 row, 12 in all')).toBeVisible()
      await expect(rows.getByRole('cell', { name: '12', exact: true })).toBeVisible()
      await looksRightInBoth(page)
      await open(page, `${own.origin}${paths.settings('crane', 'retention')}`)
      await expect(page.getByText('3 rows in the archive').first()).toBeVisible()
      await expect(page.getByRole('main')).toContainText('2023')
      await looksRightInBoth(page)
    },
  )
})

const JANUARY = 'range=custom&from=2023-01-01&to=2023-01-31'

/** Three values of a month long ago, brought as anybody brings a file. */
async function load(page: Page, own: OwnStack, tenantId: string): Promise<void> {
  const send = async <T>(method: string, path: string, data: string | object): Promise<T> => {
    const headers = { origin: own.origin, 'x-tenant-id': tenantId }
    const answer = await page.request.fetch(`${own.origin}/api/v1${path}`, { method, headers, data })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()).data
  }
  const csv = 'day,n\n2023-01-03,3\n2023-01-10,4\n2023-01-24,5\n'
  const { id } = await send<{ id: string }>('POST', '/imports?name=units.csv', csv)
  await send('POST', `/imports/${id}/commit`, {
    date: 'day',
    values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
    dimensions: [],
  })
  await expect
    .poll(async () => (await send<{ status: string }>('GET', `/imports/${id}`, '')).status, {
      timeout: RUN_MS,
    })
    .toBe('done')
}

/** A file counts as new for as long as its values stay row by row: this one was brought long ago. */
async function yearsPass(own: OwnStack, tenantId: string): Promise<void> {
  const sql = postgres(own.database, { max: 1 })
  try {
    await sql`update imports set finished_at = '2023-06-01' where tenant_id = ${tenantId}`
  } finally {
    await sql.end()
  }
}
