import { expect, it } from 'vitest'
import { judgeSizes, webSizes } from './sizes.ts'

const manifest = {
  'index.html': { file: 'assets/main.js', isEntry: true, imports: ['_solid.js'], css: ['assets/main.css'] },
  '_solid.js': { file: 'assets/solid.js' },
  'features/dashboard/page.tsx': {
    file: 'assets/dashboard.js',
    isDynamicEntry: true,
    imports: ['_solid.js', '_card.js'],
  },
  // The chart hangs on a chunk that several pages share.
  '_card.js': { file: 'assets/card.js', dynamicImports: ['ui/chart.tsx'] },
  'ui/chart.tsx': { file: 'assets/chart.js', isDynamicEntry: true },
  'features/imports/page.tsx': { file: 'assets/imports.js', isDynamicEntry: true, imports: ['_solid.js'] },
}
const bytes: Record<string, number> = {
  'assets/main.js': 50_000,
  'assets/solid.js': 20_000,
  'assets/dashboard.js': 10_000,
  'assets/card.js': 1_000,
  'assets/chart.js': 60_000,
  'assets/imports.js': 31_000,
  'assets/main.css': 9_000,
  'assets/inter.woff2': 48_000,
}

it('counts shared chunks once and lays the chart to the first dashboard', () => {
  const rows = webSizes(manifest, ['assets/inter.woff2'], (file) => bytes[file] ?? 0)
  expect(rows.map((row) => [row.what, row.bytes])).toEqual([
    ['shell JS', 70_000],
    ['first dashboard, all JS', 141_000],
    ['first dashboard, CSS', 9_000],
    ['fonts for Latin text', 48_000],
    ['imports.js', 31_000],
  ])
  expect(judgeSizes(rows).problems).toEqual([expect.stringContaining('imports.js')])
})
