import { afterAll, beforeAll, expect, it } from 'vitest'
import { type IcalSandbox, startIcalSandbox } from './server.ts'

let sandbox: IcalSandbox
beforeAll(async () => {
  sandbox = await startIcalSandbox({ port: 0, now: () => new Date('2026-11-26T12:00:00Z') })
})
afterAll(() => sandbox.close())
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}${path}`, { headers, redirect: 'manual' })

it('[IC1] serves a calendar in lines of the format, and says when it has not changed', async () => {
  const first = await get('/calendars/ada.ics')
  const text = await first.text()
  expect(first.headers.get('content-type')).toMatch(/^text\/calendar/)
  expect(text.startsWith('BEGIN:VCALENDAR\r\n') && text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(text.split('\r\n').every((line) => line.length <= 75)).toBe(true)
  const again = await get('/calendars/ada.ics', { 'if-none-match': first.headers.get('etag') ?? '' })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

it('[IC2] serves what was put, and 410 once it was deleted', async () => {
  const url = `${sandbox.url}/calendars/own.ics`
  await fetch(url, { method: 'PUT', body: 'BEGIN:VCALENDAR' })
  expect(await (await get('/calendars/own.ics')).text()).toBe('BEGIN:VCALENDAR')
  await fetch(url, { method: 'DELETE' })
  expect((await get('/calendars/own.ics')).status).toBe(410)
})

it('[IC3] fails as it is asked to', async () => {
  const statuses = ['page', 'cut', 'gone', 'private', 'busy', 'inwards', 'elsewhere', 'other']
  const answers = await Promise.all(statuses.map((name) => get(`/faults/${name}.ics`)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 410, 403, 429, 302, 302, 404])
  const reader = (await get('/faults/endless.ics')).body?.getReader()
  let bytes = 0
  while (bytes < 1_000_000) bytes += (await reader?.read())?.value?.byteLength ?? Number.POSITIVE_INFINITY
  expect(bytes).toBeLessThan(Number.POSITIVE_INFINITY)
  await reader?.cancel()
})
