import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

const KB = 1000
/** Hard limits in gzip bytes (fonts are compressed already and count as they are). */
const limits = {
  shellJs: 90 * KB,
  firstDashboardJs: 175 * KB,
  css: 25 * KB,
  fonts: 60 * KB,
  otherChunkJs: 30 * KB,
  worker: 1000 * KB,
} as const

/** What the check reads of an entry of Vite's manifest. */
interface ManifestEntry {
  file: string
  isEntry?: boolean
  isDynamicEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
  assets?: string[]
}
type Manifest = Readonly<Record<string, ManifestEntry>>

export interface SizeRow {
  what: string
  bytes: number
  limit: number
}

/** Names of the entries and of all they import before running. */
function closureOf(manifest: Manifest, names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const add = (name: string) => {
    const entry = manifest[name]
    if (!entry || seen.has(name)) return
    seen.add(name)
    for (const next of entry.imports ?? []) add(next)
  }
  for (const name of names) add(name)
  return seen
}

/** Files of the entries and of all they import before running, by kind. */
function filesOf(manifest: Manifest, names: readonly string[]): Set<string> {
  const entries = [...closureOf(manifest, names)].flatMap((name) => manifest[name] ?? [])
  return new Set(entries.flatMap((entry) => [entry.file, ...(entry.css ?? [])]))
}

/** Names of the entries of the dashboard: its page and the chart, which that page loads by itself; menus and dialogs come on a click. */
function dashboardEntries(manifest: Manifest): string[] {
  const routes = Object.keys(manifest).filter(
    (name) => /features\/dashboard\/[^/]*page\.tsx$/i.test(name) && manifest[name]?.isDynamicEntry,
  )
  const lazily = [...closureOf(manifest, routes)]
    .flatMap((name) => manifest[name]?.dynamicImports ?? [])
    .filter((name) => /chart(canvas)?\.tsx$/i.test(name))
  return [...routes, ...lazily]
}

/** Measures a web build with `measure`, which gives the bytes of a file as they travel. */
export function webSizes(
  manifest: Manifest,
  fonts: readonly string[],
  measure: (file: string) => number,
): SizeRow[] {
  const total = (files: Iterable<string>, ending: string) =>
    [...files].filter((file) => file.endsWith(ending)).reduce((sum, file) => sum + measure(file), 0)
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
  const shell = filesOf(manifest, entries)
  const first = filesOf(manifest, [...entries, ...dashboardEntries(manifest)])
  const rows: SizeRow[] = [
    { what: 'shell JS', bytes: total(shell, '.js'), limit: limits.shellJs },
    { what: 'first dashboard, all JS', bytes: total(first, '.js'), limit: limits.firstDashboardJs },
    { what: 'first dashboard, CSS', bytes: total(first, '.css'), limit: limits.css },
    {
      what: 'fonts for Latin text',
      bytes: fonts.reduce((sum, file) => sum + measure(file), 0),
      limit: limits.fonts,
    },
  ]
  const others = new Set(Object.values(manifest).map((entry) => entry.file))
  for (const file of [...others].filter((name) => name.endsWith('.js') && !first.has(name)).sort())
    rows.push({ what: path.basename(file), bytes: measure(file), limit: limits.otherChunkJs })
  return rows
}

/** Sizes of the build in `folder` (dist/client). Throws when there is no build or no dashboard in it. */
export function measureWeb(folder: string): SizeRow[] {
  // Written by the pinned Vite; a file of another shape has no entries and is refused below.
  const manifest = JSON.parse(readFileSync(path.join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
  if (dashboardEntries(manifest).length === 0)
    throw new Error('the web build has no chunk for features/dashboard')
  const assets = path.join(folder, 'assets')
  const fonts = (existsSync(assets) ? readdirSync(assets) : [])
    .filter((name) => name.endsWith('.woff2') && !/cyrillic|greek|vietnamese|latin-ext/.test(name))
    .map((name) => `assets/${name}`)
  return webSizes(manifest, fonts, (file) => {
    const bytes = readFileSync(path.join(folder, file))
    return file.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length
  })
}

/** Size of a bundled Worker: all its modules, compressed one by one as they are uploaded. */
export function measureWorker(folder: string): SizeRow {
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|mjs|wasm|sql|txt|bin)$/.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name)), { level: 9 }).length, 0)
  return { what: 'worker bundle', bytes, limit: limits.worker }
}

/** The rows as lines, and those above their limit as problems. */
export function judgeSizes(rows: readonly SizeRow[]): { table: string; problems: string[] } {
  const widest = Math.max(...rows.map((row) => row.what.length))
  const inKb = (bytes: number) => (bytes / KB).toFixed(1).padStart(7)
  const lines = rows.map((row) => `${row.what.padEnd(widest)} ${inKb(row.bytes)} KB of ${inKb(row.limit)} KB`)
  const problems = rows
    .filter((row) => row.bytes > row.limit || row.bytes === 0)
    .map(
      (row) =>
        `${row.what}: ${inKb(row.bytes).trim()} KB, at most ${inKb(row.limit).trim()} KB and more than nothing`,
    )
  return { table: lines.join('\n'), problems }
}

if (import.meta.main) {
  const { table, problems } = judgeSizes(measureWeb('dist/client'))
  console.log(table)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}
