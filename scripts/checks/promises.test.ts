import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readRuleSources, rulesOf } from './rules.ts'

const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')
const security = read('docs/security.md')
/** Rows of the table under a heading, as cells, without its head. */
const tableOf = (heading: string): string[][] =>
  (security.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

it('quotes no rule in docs/security.md that no specification defines', () => {
  const known = new Set([...readRuleSources(root).specs.values()].flatMap(rulesOf))
  const prefixes = new Set([...known].map((id) => id.replace(/\d+$/, '')))
  const quoted = [...security.matchAll(/\b([A-Z]{2})(\d+)\b/g)].filter(([, prefix = '']) =>
    prefixes.has(prefix),
  )
  expect(quoted.length).toBeGreaterThan(100)
  expect(quoted.map(([id]) => id).filter((id) => !known.has(id))).toEqual([])
})

it('answers each of the thirteen Australian Privacy Principles, with a page where there is one', () => {
  const rows = tableOf('Australian Privacy Principles')
  const numbers = rows.flatMap(([first = '']) => first.match(/\d+/g) ?? []).map(Number)
  expect(numbers).toEqual(Array.from({ length: 13 }, (_, i) => i + 1))
  for (const [principle, promise, page] of rows)
    expect([principle, (promise ?? '').length > 0, (page ?? '').length > 0]).toEqual([principle, true, true])
})

it('gives evidence that can be looked up for every criterion of SOC 2', () => {
  const rows = tableOf('SOC 2 criteria')
  expect(rows.length).toBeGreaterThan(8)
  for (const [criterion, evidence = ''] of rows)
    expect([criterion, /\b[A-Z]{2}\d+\b|`|CODEOWNERS|\]\(/.test(evidence)]).toEqual([criterion, true])
})

it('has owners for what keeps workspaces apart and people out of what is not theirs', () => {
  const lines = read('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line.startsWith('/'))
  const owners = new Map(lines.map((line) => line.split(/\s+/)).map(([of = '', ...who]) => [of, who]))
  for (const place of [
    '/db/',
    '/worker/edge/',
    '/worker/members/',
    '/worker/billing/',
    '/contracts/permissions.ts',
  ])
    expect([place, owners.get(place)?.every((who) => who.startsWith('@'))]).toEqual([place, true])
})
