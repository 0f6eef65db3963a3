import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const security = readFileSync(path.join(root, 'docs/security.md'), 'utf8')

/** Texts of all tests, keyed by path without ending. */
const tests = new Map(
  ['contracts', 'db', 'worker', 'queues', 'web', 'scripts', 'sandbox'].flatMap((top) =>
    readdirSync(path.join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(test|e2e)\.tsx?$/.test(name))
      .map((name) => [`${top}/${name}`, readFileSync(path.join(root, top, name), 'utf8')] as const),
  ),
)

it('names every fault that is tried on purpose in at least one test', () => {
  const faults = new Set([...security.matchAll(/^\| (F\d+) \|/gm)].map(([, id]) => id))
  const named = new Set(
    [...tests.values()].flatMap((text) => [...text.matchAll(/it\('\[(F\d+)\]/g)].map(([, id]) => id)),
  )
  expect([...faults].filter((id) => !named.has(id))).toEqual([])
  expect([...named].filter((id) => !faults.has(id))).toEqual([])
  expect(faults.size).toBeGreaterThan(12)
})

it('finds every test that the table of the OWASP Top 10 names', () => {
  const table = security.slice(security.indexOf('## OWASP Top 10'), security.indexOf('## Australian Privacy'))
  const cited = [...table.matchAll(/“([^”]+)” \(`([^`]+)`\)/g)]
  const missing = cited.filter(
    ([, name = '', file = '']) =>
      ![...tests].some(([where, text]) => where.startsWith(`${file}.test.`) && text.includes(name)),
  )
  expect(missing.map(([text]) => text)).toEqual([])
  const risks = table.split('\n').filter((line) => /^\| A\d\d /.test(line))
  expect(risks.filter((line) => !line.includes('“')).map((line) => line.slice(0, 40))).toEqual([])
  expect(risks).toHaveLength(10)
})
