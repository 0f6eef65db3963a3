import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'vite'
import { type ImportRow, importTable } from './import-table.ts'

const roots = ['contracts', 'db', 'worker', 'queues', 'web', 'scripts', 'sandbox', 'bench']
const sourceFile = /(?<!\.d)\.(ts|tsx)$/
const skipped = /(^|\/)(node_modules|dist|migrations|\.orrery)(\/|$)/

/** One import, written with the path of the imported file from the root, or the package as it is named. */
export interface Import {
  from: string
  to: string
  isFile: boolean
  atLoad: boolean
}

export interface ImportProblem {
  from: string
  to: string
  reason: string
}

/** Reads every source file as text, keyed by its path from `root`. */
export function readSources(root: string): Map<string, string> {
  const sources = new Map<string, string>()
  for (const folder of roots) {
    if (!existsSync(path.join(root, folder))) continue
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = path.posix.join(folder, entry.split(path.sep).join('/'))
      if (!sourceFile.test(file) || skipped.test(file)) continue
      sources.set(file, readFileSync(path.join(root, file), 'utf8'))
    }
  }
  return sources
}

/** A module as a source names it. Types and `import()` are not needed before the source itself runs. */
export interface NamedModule {
  name: string
  atLoad: boolean
}

/** Every module a source names: imports, re-exports, `import()` and `import('...')` types. */
export function modulesNamedBy(file: string, source: string): NamedModule[] {
  const parsed = parseSync(file, source)
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`)
  const atLoad = new Map<string, boolean>()
  const add = (name: string, isNeeded: boolean) => atLoad.set(name, isNeeded || (atLoad.get(name) ?? false))
  for (const { moduleRequest, entries } of parsed.module.staticImports)
    add(moduleRequest.value, entries.length === 0 || entries.some((entry) => !entry.isType))
  for (const { entries } of parsed.module.staticExports)
    for (const entry of entries) if (entry.moduleRequest) add(entry.moduleRequest.value, !entry.isType)
  walkTree(parsed.program, (node) => {
    // The module record leaves out what stands inside expressions and types.
    if (node.type !== 'ImportExpression' && node.type !== 'TSImportType') return
    const named = node.source
    if (isNode(named) && typeof named.value === 'string') add(named.value, false)
  })
  return [...atLoad].map(([name, isNeeded]) => ({ name, atLoad: isNeeded }))
}

type SyntaxNode = { type: string } & Record<string, unknown>
const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function walkTree(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const item of value) walkTree(item, visit)
  else if (isNode(value)) {
    visit(value)
    for (const child of Object.values(value)) walkTree(child, visit)
  }
}

/** Imports of all files; paths are made relative to the root, query suffixes such as `?worker` are cut. */
export function collectImports(sources: ReadonlyMap<string, string>): Import[] {
  const imports: Import[] = []
  for (const [from, source] of sources) {
    for (const { name, atLoad } of modulesNamedBy(from, source)) {
      const bare = name.replace(/\?.*$/, '')
      const isFile = bare.startsWith('.')
      const to = isFile ? path.posix.join(path.posix.dirname(from), bare) : bare
      imports.push({ from, to, isFile, atLoad })
    }
  }
  return imports
}

/** What is wrong with one import by the table, or null. */
export function judgeImport(one: Import, table: readonly ImportRow[] = importTable): string | null {
  const row = table.find((candidate) => candidate.at.test(one.from))
  if (!row) return 'this folder has no row in the import table'
  if (!one.isFile) {
    if (!row.packages || row.packages.test(one.to)) return null
    return `${row.name} may not import the package`
  }
  if (row.files === null) return one.to.startsWith('web/') ? `${row.name} may not import web` : null
  const group = row.at.exec(one.from)?.[1] ?? ''
  const allowed = row.files.some((pattern) => new RegExp(pattern.replaceAll('$1', group)).test(one.to))
  return allowed ? null : `${row.name} may not import it`
}

/** Circles of files that need each other to load, each named once, as the path that closes it. */
export function findCircles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>()
  for (const one of imports)
    if (one.isFile && one.atLoad) next.set(one.from, [...(next.get(one.from) ?? []), one.to])
  const circles: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []
  const walk = (file: string) => {
    const at = trail.indexOf(file)
    if (at >= 0) {
      circles.push([...trail.slice(at), file])
      return
    }
    if (done.has(file)) return
    trail.push(file)
    for (const target of next.get(file) ?? []) walk(target)
    trail.pop()
    done.add(file)
  }
  for (const file of next.keys()) walk(file)
  return circles
}

/** Checks the whole tree under `root` against the table, for missing files and for circles. */
export function checkImports(root: string): { files: number; imports: number; problems: ImportProblem[] } {
  const sources = readSources(root)
  const imports = collectImports(sources)
  const problems: ImportProblem[] = []
  for (const one of imports) {
    const reason = judgeImport(one)
    if (reason) problems.push({ from: one.from, to: one.to, reason })
    else if (one.isFile && !existsSync(path.join(root, one.to)))
      problems.push({ from: one.from, to: one.to, reason: 'there is no such file' })
  }
  for (const circle of findCircles(imports))
    problems.push({ from: circle[0] ?? '', to: circle[1] ?? '', reason: `circle: ${circle.join(' -> ')}` })
  return { files: sources.size, imports: imports.length, problems }
}

if (import.meta.main) {
  const { files, imports, problems } = checkImports(process.cwd())
  for (const problem of problems) console.error(`${problem.from} -> ${problem.to}: ${problem.reason}`)
  console.log(`${files} files, ${imports} imports, ${problems.length} against the table`)
  if (problems.length > 0) process.exitCode = 1
}
