import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportView } from '../../contracts/imports.ts'
import { IMPORT_BODY_BYTES_MAX, IMPORT_PART_BYTES } from '../../contracts/limits.ts'
import { type Answered, bindings, Home, holdQueue } from './testing/home.ts'

let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(() => queue.release())

const small = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}
/** Enough good rows that the few bad ones of a test do not change what a column is. */
const good = Array.from({ length: 30 }, (_, i) => `2026-01-${String(1 + (i % 28)).padStart(2, '0')},good,1`)
const csv = (rows: readonly string[], header = 'day,item,n') => `${[header, ...rows].join('\n')}\n`

async function packed(...chunks: BlobPart[]): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob(chunks).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
function utf16(text: string, littleEndian: boolean): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2))
  for (const [i, unit] of [...`\ufeff${text}`].entries())
    view.setUint16(2 * i, unit.charCodeAt(0), littleEndian)
  return view.buffer
}
const filesOf = async (prefix: string) =>
  (await bindings.FILES.list({ prefix: `${prefix}/${home.tenantId}/` })).objects.map((one) => one.key)
/** Bytes as they come off a line whose length nobody said. */
function streamed(
  chunk: Uint8Array<ArrayBuffer>,
  times: number,
): { body: ReadableStream<Uint8Array>; sent: () => number } {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      controller.enqueue(chunk)
      if (sent === times) controller.close()
    },
  })
  return { body, sent: () => sent }
}

const sha256 = async (data: BufferSource) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', data)).toString()

/** A refusal says what is wrong and what to do, and leaves nothing in the bucket. */
async function refused(answer: Answered<ImportView>, status: number, code: string): Promise<void> {
  expect([answer.status, answer.error?.code]).toEqual([status, code])
  expect(answer.error.message.length).toBeGreaterThan(10)
  expect(answer.error.next?.length).toBeGreaterThan(10)
}

describe('a file that is refused as a whole', () => {
  const html = '<!doctype html><html><body><table><tr><td>1</td></tr></table></body></html>'
  const random = crypto.getRandomValues(new Uint8Array(4000))
  const cases: [string, () => BodyInit | Promise<BodyInit>, number, string][] = [
    ['an empty file', () => '', 422, 'empty_file'],
    ['a file of blank lines', () => '\n\n \n', 422, 'empty_file'],
    ['a header without rows', () => 'day,item,n\n', 422, 'header_only'],
    ['a file of one column', () => 'day item n\n2026-01-01 a 1\n2026-01-02 b 2\n', 422, 'no_delimiter'],
    ['a spreadsheet', () => new Blob(['PK\u0003\u0004', random]), 415, 'spreadsheet_file'],
    ['a PDF', () => new Blob(['%PDF-1.7\n', random]), 415, 'spreadsheet_file'],
    ['a web page', () => html, 415, 'not_text'],
    ['binary', () => random, 415, 'not_text'],
    [
      'more than 500 columns',
      () => `${Array.from({ length: 501 }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(500)}1\n`,
      422,
      'too_many_columns',
    ],
    ['a first line of 2 MB', () => `${'x'.repeat(2 * 1024 * 1024)},b\n1,2\n`, 422, 'line_too_long'],
    ['gzip of nothing', () => packed(''), 422, 'empty_file'],
    [
      'gzip that was cut off',
      async () => (await packed(csv(good), random)).slice(0, 3000),
      422,
      'truncated_gzip',
    ],
    [
      'gzip cut off in its last bytes',
      async () => (await packed(csv(good))).slice(0, -5),
      422,
      'truncated_gzip',
    ],
    [
      'gzip that was cut off after its header',
      async () => (await packed(csv(good))).slice(0, 12),
      422,
      'truncated_gzip',
    ],
    [
      'gzip with damaged bytes',
      async () => (await packed(csv(good), random)).fill(0xff, 200, 260),
      422,
      'broken_gzip',
    ],
    [
      'gzip with a wrong checksum',
      async () => {
        const bytes = await packed(csv(good))
        return bytes.fill(0, -8, -4)
      },
      422,
      'broken_gzip',
    ],
    [
      'a gzip bomb',
      () => packed('day,item,n\n', ...Array<string>(48).fill('2026-01-01,a,1\n'.repeat(70_000))),
      413,
      'inflate_limit',
    ],
  ]
  it.each(cases)('[IM4] [IM5] %s', async (_name, body, status, code) => {
    const before = await filesOf('imports')
    await refused(await home.upload(await body()), status, code)
    expect(await filesOf('imports')).toEqual(before)
  })

  it('[IM4] a file without a name', async () => {
    const answer = await home.call('POST', '/api/v1/imports', csv(good))
    expect([answer.status, answer.error.code]).toEqual([400, 'invalid_request'])
  })

  it('[IM5] more than 90 MB, said beforehand: not a byte is read', async () => {
    const { body, sent } = streamed(new Uint8Array(1024), 3)
    await refused(
      await home.upload(body, 'x.csv', { 'content-length': String(IMPORT_BODY_BYTES_MAX + 1) }),
      413,
      'too_large',
    )
    expect(sent()).toBeLessThan(2)
  })

  it('[IM5] more than 90 MB without a length: stops reading there and keeps nothing', async () => {
    const before = await filesOf('imports')
    const chunk = new TextEncoder().encode('2026-01-01,item,1\n'.repeat(58_000))
    const { body, sent } = streamed(chunk, 400)
    await refused(await home.upload(body), 413, 'too_large')
    expect(sent() * chunk.byteLength).toBeLessThan(IMPORT_BODY_BYTES_MAX + 4 * chunk.byteLength)
    expect(await filesOf('imports')).toEqual(before)
  })
})

describe('a file whose good rows are loaded', () => {
  it.each([
    ['UTF-16 LE', (text: string) => utf16(text, true), { encoding: 'utf-16le' }],
    ['UTF-16 BE', (text: string) => utf16(text, false), { encoding: 'utf-16be' }],
    ['UTF-8 with a mark', (text: string) => `\ufeff${text}`, { encoding: 'utf-8' }],
    ['CR alone', (text: string) => text.replaceAll('\n', '\r'), { lineEnding: 'cr' }],
    ['CR LF', (text: string) => text.replaceAll('\n', '\r\n'), { lineEnding: 'crlf' }],
    ['tabs', (text: string) => text.replaceAll(',', '\t'), { delimiter: '\t' }],
    [
      'semicolons that are announced',
      (text: string) => `sep=;\n${text.replaceAll(',', ';')}`,
      { delimiter: ';' },
    ],
    [
      'Latin-1',
      (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0)),
      { encoding: 'windows-1252' },
    ],
    ['gzip', (text: string) => packed(text), { delimiter: ',' }],
  ] as [string, (text: string) => BodyInit | Promise<BodyInit>, object][])(
    '[IM1] [IM2] [IM3] %s',
    async (name, form, found) => {
      const item = `Müsli ${name}`
      const rows = good.map((row) => row.replace('good', item))
      const view = await home.bring(await form(csv(rows)), small, `${name}.csv`)
      expect(view.detection).toMatchObject(found)
      expect(view.detection.columns.map((column) => column.name)).toEqual(['day', 'item', 'n'])
      expect(view).toMatchObject({ status: 'done', rowsRead: 30, rowsLoaded: 30, rowsRejected: 0 })
      const stored = await home.rows<{ d1: string }>(
        `select distinct d1 from custom_metrics where tenant_id = $1 and d1 = '${item}'`,
      )
      expect(stored).toEqual([{ d1: item }])
    },
  )

  it('[IM16] a line of 10 MB costs that line only', async () => {
    const long = `2026-01-05,${'y'.repeat(10 * 1024 * 1024)},1`
    const view = await home.bring(csv([...good, long, '2026-02-01,after,1']), { ...small, dimensions: [] })
    expect(view).toMatchObject({ status: 'done', rowsRead: 32, rowsLoaded: 31, rowsRejected: 1 })
    const rejects = await home.get<{ code: string; line: number; value: string }[]>(
      `/api/v1/imports/${view.id}/rejects`,
    )
    expect(rejects.data).toMatchObject([{ code: 'line_too_long', line: 32 }])
    expect(rejects.data[0]?.value.length).toBeLessThanOrEqual(201)
  })

  it('[IM17] [IM18] ragged rows and formula cells are set aside by name', async () => {
    const bad = [
      '2026-01-01,short',
      '2026-01-01,long,1,2',
      '2026-01-01,f,=A1+B1',
      '2026-01-01,open "quote,1',
      '2026-01-01,"broken" x,1',
    ]
    const view = await home.bring(csv([...good, '2026-01-01,trailing,1,,', ...bad]), {
      ...small,
      values: [{ ...small.values[0], metric: 'ragged' }],
    })
    expect(view.rowsRead).toBe(view.rowsLoaded + view.rowsSame + view.rowsRejected)
    const rejects = await home.get<{ code: string; line: number }[]>(`/api/v1/imports/${view.id}/rejects`)
    expect(rejects.data.map((row) => row.code)).toEqual([
      'too_few_fields',
      'too_many_fields',
      'formula_cell',
      'broken_quote',
    ])
    expect(view).toMatchObject({ status: 'done', rowsRead: 36, rowsLoaded: 32, rowsRejected: 4 })
  })

  it('[IM7] asks when dates fit two formats, with the choices and an example', async () => {
    const uploaded = await home.upload(csv(['01/02/2026,a,1', '03/04/2026,b,2']))
    expect(uploaded.status).toBe(201)
    expect(uploaded.data.detection.questions).toMatchObject([{ kind: 'date_format', column: 'day' }])
    const mapping = { ...small, values: [{ ...small.values[0], metric: 'asked' }] }
    const asked = await home.commit(uploaded.data.id, mapping)
    expect([asked.status, asked.error.code]).toEqual([422, 'ambiguous_date'])
    expect(asked.error.details).toMatchObject({ column: 'day', example: expect.any(String) })
    const choices = asked.error.details?.choices as string[]
    expect(choices).toEqual(expect.arrayContaining(['DD/MM/YYYY', 'MM/DD/YYYY']))
    expect((await home.importOf(uploaded.data.id)).status).toBe('detected')
    const view = await home.bring(csv(['01/02/2026,a,1', '03/04/2026,b,2']), {
      ...mapping,
      dateFormat: 'DD/MM/YYYY',
    })
    expect(view.rowsLoaded).toBe(2)
    const days = await home.rows(
      `select record_date::text as day from custom_metrics where tenant_id = $1 and source_id = '${view.id}' order by 1`,
    )
    expect(days).toEqual([{ day: '2026-02-01' }, { day: '2026-04-03' }])
  })

  it('[IM7] [IM11] reads decimal commas and currency signs, and asks where a number could be two', async () => {
    const rows = [
      '2026-01-01;a;1.234,56',
      '2026-01-02;b;€ 2.000,00',
      '2026-01-03;c;(3,50)',
      '2026-01-04;d;-1.000.000,01',
    ]
    const mapping = {
      ...small,
      values: [{ metric: 'sales', label: 'Sales', currency: 'EUR', expression: 'n' }],
    }
    const view = await home.bring(csv(rows, 'day;item;n'), mapping)
    expect(view).toMatchObject({ rowsLoaded: 4, rowsRejected: 0 })
    const [sum] = await home.rows(
      `select trim_scale(sum(value))::text as sum from custom_metrics where tenant_id = $1 and source_id = '${view.id}'`,
    )
    expect(sum).toEqual({ sum: '-996768.95' })
    const both = await home.upload(csv(['2026-01-01;a;1.234', '2026-01-02;b;2.345'], 'day;item;n'))
    const asked = await home.commit(both.data.id, mapping)
    expect([asked.status, asked.error.code]).toEqual([422, 'ambiguous_decimal'])
    expect((await home.commit(both.data.id, { ...mapping, decimal: 'comma' })).status).toBe(202)
  })

  it.each([
    [{ ...small, date: 'when' }, 'unknown_column'],
    [{ ...small, date: 'item' }, 'no_date_column'],
    [{ ...small, values: [{ ...small.values[0], expression: 'n *' }] }, 'bad_expression'],
    [{ ...small, values: [{ ...small.values[0], expression: 'item' }] }, 'not_numeric'],
    [{ ...small, timeZone: 'Mars/Base' }, 'unknown_time_zone'],
    [{ ...small, dimensions: ['item', 'item'] }, 'duplicate_dimension'],
  ])('refuses the mapping %j as %s', async (mapping, code) => {
    const { data } = await home.upload(csv(good))
    const answer = await home.commit(data.id, mapping)
    await refused(answer, 422, code)
    expect((await home.importOf(data.id)).status).toBe('detected')
  })
})

describe('an upload that is asked twice', () => {
  it('gives the first import again and keeps one file', async () => {
    const before = (await filesOf('imports')).length
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await home.upload(csv(good), 'a.csv', key)
    const second = await home.upload(csv(good), 'a.csv', key)
    expect([second.status, second.data.id]).toEqual([201, first.data.id])
    expect(second.headers.get('location')).toBe(`/api/v1/imports/${first.data.id}`)
    const other = await home.upload(csv(good.slice(1)), 'a.csv', key)
    await refused(other, 409, 'command_conflict')
    expect(await filesOf('imports')).toHaveLength(before + 1)
  })
})

describe('an upload in parts', () => {
  const line = '2026-01-01,part,1\n'
  const text = csv([...good, line.repeat(Math.ceil(IMPORT_PART_BYTES / line.length)).trimEnd()])
  const bytes = new TextEncoder().encode(text)
  const parts = [bytes.slice(0, IMPORT_PART_BYTES), bytes.slice(IMPORT_PART_BYTES)]
  const begin = async () => {
    const answer = await home.call<{ uploadId: string; partBytes: number }>(
      'POST',
      `/api/v1/imports/uploads?name=big.csv&bytes=${bytes.length}`,
    )
    expect([answer.status, answer.data.partBytes]).toEqual([201, IMPORT_PART_BYTES])
    return `/api/v1/imports/uploads/${answer.data.uploadId}`
  }
  const put = (upload: string, number: number | string, body: BodyInit) =>
    home.raw('PUT', `${upload}/parts/${number}`, body)

  it('names the parts that are missing or short, takes them in any order and again', async () => {
    const upload = await begin()
    const [first, second] = parts
    if (first === undefined || second === undefined) throw new Error('the file has two parts')
    expect((await put(upload, 2, second)).status).toBe(204)
    const early = await home.call('POST', `${upload}/complete`)
    expect([early.status, early.error.code, early.error.details?.parts]).toEqual([409, 'conflict', [1]])
    expect((await put(upload, 1, first.slice(5))).status).toBe(204)
    expect((await home.call('POST', `${upload}/complete`)).error.details?.parts).toEqual([1])
    expect((await put(upload, 1, first)).status).toBe(204)
    const done = await home.call<ImportView>('POST', `${upload}/complete`)
    expect([done.status, done.data.bytesTotal]).toEqual([201, bytes.length])
    expect(done.headers.get('location')).toBe(`/api/v1/imports/${done.data.id}`)
    const again = await home.call<ImportView>('POST', `${upload}/complete`)
    expect([again.status, again.data.id]).toEqual([201, done.data.id])
    const stored = await bindings.FILES.get(`imports/${home.tenantId}/${done.data.id}`)
    expect(await sha256((await stored?.arrayBuffer()) ?? new ArrayBuffer())).toBe(await sha256(bytes))
    expect((await filesOf('uploads')).filter((key) => !key.endsWith('/meta'))).toEqual([])
  })

  it('refuses a part that is too long, numbers out of range and uploads it does not know', async () => {
    const upload = await begin()
    const long = new Uint8Array(IMPORT_PART_BYTES + 1)
    const answers = [await put(upload, 1, long), await put(upload, 0, 'x'), await put(upload, 'x', 'x')]
    expect(answers.map((one) => one.status)).toEqual([413, 404, 404])
    const unknown = `/api/v1/imports/uploads/${crypto.randomUUID()}`
    expect((await put(unknown, 1, 'x')).status).toBe(404)
    expect((await home.call('POST', `${unknown}/complete`)).status).toBe(404)
    expect((await home.call('POST', '/api/v1/imports/uploads?name=x&bytes=0')).status).toBe(400)
    expect((await home.call('POST', `/api/v1/imports/uploads?name=x&bytes=${3 * 1024 ** 3}`)).status).toBe(
      400,
    )
  })
})
