import { expect, it } from 'vitest'
import { fontPathOf, type Manifest, preloadLinks, preloadsFor } from './preloads.ts'
import { startCss } from './start-css.ts'

const manifest: Manifest = {
  'index.html': {
    file: 'assets/index.js',
    isEntry: true,
    imports: ['_base.js'],
    css: ['assets/index.css'],
    assets: ['assets/inter.woff2'],
  },
  '_base.js': { file: 'assets/base.js' },
  '_chart.js': { file: 'assets/chart.js', imports: ['_base.js'] },
  'features/dashboard/DashboardPage.tsx': {
    file: 'assets/dashboard.js',
    imports: ['index.html', '_chart.js'],
    css: ['assets/dashboard.css'],
  },
}

it('[SH19] a dashboard comes with all its files but those that every page has', () => {
  const links = preloadLinks(manifest, '/acme/d/finance')
  expect([...links.matchAll(/rel="(\w+)"[^>]*href="([^"]+)"/g)].map(([, rel, href]) => [rel, href])).toEqual([
    ['modulepreload', '/assets/dashboard.js'],
    ['modulepreload', '/assets/chart.js'],
    ['preload', '/assets/dashboard.css'],
  ])
})

it.each(['/acme/clients', '/', '/login', '/acme/d/finance/more'])(
  '[SH19] %s comes with nothing more, where it is no page of arrival or not in the build',
  (pathname) => {
    expect(preloadLinks(manifest, pathname)).toBe('')
  },
)

it('[SH19] a page whose files are not known comes without them, and they are asked for again', async () => {
  const answers = [
    new Response('nothing', { status: 404 }),
    new Response('<html>'),
    new Error('away'),
    Response.json(manifest),
  ]
  const asked: string[] = []
  const assets = {
    fetch: async (request: Request) => {
      asked.push(new URL(request.url).pathname)
      const answer = answers.shift()
      if (answer instanceof Response) return answer
      throw answer
    },
  } as unknown as Fetcher
  const linksOf = (path: string) => preloadsFor(assets, new URL(path, 'http://orrery.test'))
  expect(await linksOf('/acme/clients')).toBe('')
  expect(asked).toEqual([])
  for (const _failed of [404, 'no JSON', 'away']) expect(await linksOf('/acme/d/finance')).toBe('')
  expect(await linksOf('/acme/d/finance')).toContain('/assets/dashboard.js')
  // Known now: not asked for a fifth time.
  expect(await linksOf('/other/d/finance')).toContain('/assets/dashboard.js')
  expect(asked).toEqual(Array(4).fill('/.vite/manifest.json'))
  // The public pages take one file of the build: the font.
  expect(await fontPathOf(assets, new URL('/edge/start.css', 'http://orrery.test'))).toBe(
    '/assets/inter.woff2',
  )
})

it('[ON1] the public pages are set in the font of the app, and without a build in that of the device', () => {
  expect(startCss('/assets/inter.woff2')).toContain('font-display:swap;src:url("/assets/inter.woff2")')
  expect(startCss(null)).not.toContain('@font-face')
})
