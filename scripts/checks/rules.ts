import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** At least this many numbered rules per specification. */
const rulesMin: Readonly<Record<string, number>> = { core: 30, metrics: 12, imports: 15, shell: 8 }
const definition = /^\s*(?:[-*|#>]+\s*)*(?:\*\*|`)?\[([A-Z]{2,4}\d+)\]/
const quoted = /\[([A-Z]{2,4}\d+)\]/g
const testFile = /\.(test|e2e)\.tsx?$/
const testRoots = ['contracts', 'db', 'worker', 'queues', 'web', 'scripts', 'sandbox', 'bench']

/** Texts of the specifications and of all tests, keyed by path. */
export interface RuleSources {
  specs: ReadonlyMap<string, string>
  tests: ReadonlyMap<string, string>
}

/** Reads docs/spec/*.md and every test under `root`. */
export function readRuleSources(root: string): RuleSources {
  const specs = new Map<string, string>()
  const folder = path.join(root, 'docs/spec')
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.endsWith('.md')) specs.set(name.slice(0, -3), readFileSync(path.join(folder, name), 'utf8'))
  const tests = new Map<string, string>()
  for (const top of testRoots) {
    if (!existsSync(path.join(root, top))) continue
    for (const entry of readdirSync(path.join(root, top), { recursive: true, encoding: 'utf8' }))
      if (testFile.test(entry) && !entry.includes('node_modules'))
        tests.set(path.join(top, entry), readFileSync(path.join(root, top, entry), 'utf8'))
  }
  return { specs, tests }
}

/** Ids a specification defines: those that open a line, list item, heading or table row. */
export function rulesOf(spec: string): string[] {
  return spec.split('\n').flatMap((line) => definition.exec(line)?.[1] ?? [])
}

/** Every rule has one definition and at least one test that quotes it; no test quotes an unknown rule. */
export function checkRules({ specs, tests }: RuleSources): { summary: string; problems: string[] } {
  const problems: string[] = []
  const home = new Map<string, string>()
  const counts: string[] = []
  for (const [name, text] of specs) {
    const ids = rulesOf(text)
    for (const id of ids) {
      const first = home.get(id)
      if (first) problems.push(`docs/spec/${name}.md: [${id}] is already defined in docs/spec/${first}.md`)
      else home.set(id, name)
    }
    counts.push(`${name} ${ids.length}`)
  }
  for (const [name, least] of Object.entries(rulesMin)) {
    const count = rulesOf(specs.get(name) ?? '').length
    if (count < least)
      problems.push(`docs/spec/${name}.md numbers ${count} rules, at least ${least} are asked for`)
  }
  const prefixes = new Set([...home.keys()].map((id) => id.replace(/\d+$/, '')))
  const seen = new Set<string>()
  for (const [file, text] of tests) {
    for (const match of text.matchAll(quoted)) {
      const id = match[1] ?? ''
      seen.add(id)
      if (!home.has(id) && prefixes.has(id.replace(/\d+$/, '')))
        problems.push(`${file} quotes [${id}], which no specification defines`)
    }
  }
  for (const [id, name] of home)
    if (!seen.has(id)) problems.push(`docs/spec/${name}.md: no test quotes [${id}]`)
  return { summary: counts.join(', ') || 'no specification', problems: [...new Set(problems)] }
}
