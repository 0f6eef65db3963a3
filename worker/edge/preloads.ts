import { z } from 'zod'

/** Pages people arrive at from outside, by address, and the file of the web app that draws them. */
const ARRIVALS: readonly (readonly [RegExp, string])[] = [
  [/^\/login$/, 'features/auth/LoginPage.tsx'],
  [/^\/[^/]+\/home$/, 'features/home/HomePage.tsx'],
  [/^\/[^/]+\/d\/[^/]+$/, 'features/dashboard/DashboardPage.tsx'],
]

/** What is read of the manifest that the web build writes. */
const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    css: z.array(z.string()).optional(),
    assets: z.array(z.string()).optional(),
  }),
)
export type Manifest = z.infer<typeof Manifest>

/**
 * The link elements that make a browser fetch the files of a page together with those of the app, instead of after the app has
 * started. Empty for pages nobody arrives at.
 */
export function preloadLinks(manifest: Manifest, pathname: string): string {
  const page = ARRIVALS.find(([pattern]) => pattern.test(pathname))?.[1]
  if (page === undefined || manifest[page] === undefined) return ''
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
  const known = closureOf(manifest, entries)
  const added = [...closureOf(manifest, [page])].filter((name) => !known.has(name))
  const chunks = added.flatMap((name) => manifest[name] ?? [])
  const scripts = chunks.map(({ file }) => `<link rel="modulepreload" crossorigin href="/${file}">`)
  const styles = chunks.flatMap(({ css = [] }) =>
    css.map((file) => `<link rel="preload" as="style" crossorigin href="/${file}">`),
  )
  return [...scripts, ...styles].join('')
}

/** Names of the chunks and of all they import before they run. */
function closureOf(manifest: Manifest, names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const add = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const next of manifest[name]?.imports ?? []) add(next)
  }
  for (const name of names) add(name)
  return seen
}

/** The build and the Worker are put online together, so what was read once stays right. */
let manifest: Manifest | null = null

/** `preloadLinks` from the manifest of the build that is online. Without it the page comes all the same, only later; it is asked for again. */
export async function preloadsFor(assets: Fetcher, url: URL): Promise<string> {
  if (!ARRIVALS.some(([pattern]) => pattern.test(url.pathname))) return ''
  const known = await manifestOf(assets, url)
  return known === null ? '' : preloadLinks(known, url.pathname)
}

/** Path of the font the app is set in, for the pages that are not drawn by it; null where nothing is built. */
export async function fontPathOf(assets: Fetcher, url: URL): Promise<string | null> {
  const files = Object.values((await manifestOf(assets, url)) ?? {}).flatMap((chunk) => chunk.assets ?? [])
  const font = files.find((file) => file.endsWith('.woff2'))
  return font === undefined ? null : `/${font}`
}

async function manifestOf(assets: Fetcher, url: URL): Promise<Manifest | null> {
  manifest ??= await readManifest(assets, url).catch(() => null)
  return manifest
}

async function readManifest(assets: Fetcher, url: URL): Promise<Manifest | null> {
  const response = await assets.fetch(new Request(new URL('/.vite/manifest.json', url)))
  if (response.ok) return Manifest.parse(await response.json())
  await response.body?.cancel()
  return null
}
