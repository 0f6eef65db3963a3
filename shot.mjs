import { chromium } from '@playwright/test'
const base = process.argv[2], list = process.argv.slice(3)
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-quic','--no-first-run','--disable-background-networking'] })
const ctx0 = await b.newContext()
const r = await ctx0.request.post(base + '/api/auth/sign-in/email', { data: { email: 'demo@orrery.example', password: 'orrery-demo' }, headers: { origin: base } })
console.log('signin', r.status())
const state = await ctx0.storageState()
const ws = (await (await ctx0.request.get(base + '/api/v1/workspaces')).json()).data
const con = await (await ctx0.request.get(base + '/api/v1/connections', { headers: { 'x-tenant-id': ws[0].id } })).json()
console.log(JSON.stringify(con.data.map(c => [c.provider, c.status, c.lastSyncAt, c.rowsTotal, c.quarantined, c.failure?.code, c.recentRuns.map(r => [r.stream, r.status, r.counts.read, r.counts.rejected, r.pagesDone, r.parkedUntil])])))
for (const spec of list) {
  const [path, theme, width, name] = spec.split(',')
  const ctx = await b.newContext({ storageState: path.startsWith('!') ? undefined : state, colorScheme: theme, viewport: { width: Number(width), height: 900 }, locale: 'en-AU', timezoneId: 'Australia/Sydney' })
  const p = await ctx.newPage()
  p.on('console', m => m.type() === 'error' && console.log(name, m.text().slice(0, 200)))
  await p.goto(base + path.replace('!', ''))
  await p.waitForLoadState('networkidle'); await p.waitForTimeout(900)
  await p.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: width !== '1280' })
  await ctx.close()
}
await b.close()
