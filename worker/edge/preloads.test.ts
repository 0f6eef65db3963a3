import { expect, it } from 'vitest'
import { type Manifest, preloadLinks, preloadsFor } from './preloads.ts'

const manifest: Manifest = {
  'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_base.js'], css: ['assets/index.css'] },
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

it('[SH19] a build without a manifest is shown all the same, and is not asked for it by other pages', async () => {
  const asked: string[] = []
  const assets = {
    fetch: async (request: Request) => {
      asked.push(new URL(request.url).pathname)
      return new Response('nothing', { status: 404 })
    },
  } as unknown as Fetcher
  expect(await preloadsFor(assets, new URL('http://orrery.test/acme/clients'))).toBe('')
  expect(await preloadsFor(assets, new URL('http://orrery.test/acme/home'))).toBe('')
  expect(asked).toEqual(['/.vite/manifest.json'])
})
