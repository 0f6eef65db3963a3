import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkImports, modulesNamedBy } from './imports.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'imports-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function plant(files: Record<string, string>) {
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), source)
  }
  return checkImports(root).problems.map((problem) => `${problem.from} -> ${problem.to}`)
}

const leaf = 'export const a = 1\n'

describe('the import table', () => {
  it('lets a feature that keeps its place pass', () => {
    const problems = plant({
      'contracts/orders.ts': "import { z } from 'zod'\nexport const Order = z.string()\n",
      'db/schema/orders.ts': "import { pgTable } from 'drizzle-orm/pg-core'\nexport const orders = pgTable\n",
      'worker/orders/rules.ts':
        "import { Order } from '../../contracts/orders.ts'\nexport const rule = Order\n",
      'worker/orders/repository.ts':
        "import { eq } from 'drizzle-orm'\nimport { orders } from '../../db/schema/orders.ts'\nexport const find = [eq, orders]\n",
      'worker/orders/service.ts':
        "import { find } from './repository.ts'\nimport { rule } from './rules.ts'\nexport const serve = [find, rule]\n",
      'worker/orders/routes.ts':
        "import { Hono } from 'hono'\nimport { serve } from './service.ts'\nexport const r = [Hono, serve]\n",
      'web/features/orders/page.tsx':
        "import { Order } from '../../../contracts/orders.ts'\nimport { createSignal } from 'solid-js'\nexport const p = [Order, createSignal]\n",
    })
    expect(problems).toEqual([])
  })

  const forbidden: [title: string, from: string, source: string, target: string][] = [
    [
      'contracts reaching into the worker',
      'contracts/a.ts',
      "import type { A } from '../worker/x/b.ts'",
      'worker/x/b.ts',
    ],
    ['contracts using hono', 'contracts/a.ts', "import 'hono'", ''],
    ['the SQL builder in a service', 'worker/x/service.ts', "import { sql } from 'drizzle-orm'", ''],
    [
      'a table in a route',
      'worker/x/routes.ts',
      "import { a } from '../../db/schema/a.ts'",
      'db/schema/a.ts',
    ],
    [
      'a database door in rules',
      'worker/x/rules.ts',
      "import { a } from '../../db/tenant-tx.ts'",
      'db/tenant-tx.ts',
    ],
    ['a Node module in rules', 'worker/x/rules/time.ts', "import { join } from 'node:path'", ''],
    [
      'another feature by its repository',
      'worker/x/service.ts',
      "import { a } from '../y/repository.ts'",
      'worker/y/repository.ts',
    ],
    [
      'a type import in type position',
      'web/lib/a.ts',
      "export type A = import('../../worker/x/b.ts').A",
      'worker/x/b.ts',
    ],
    [
      'web importing the worker lazily',
      'web/lib/a.ts',
      "export const a = import('../../worker/x/b.ts')",
      'worker/x/b.ts',
    ],
    [
      'web re-exporting a table',
      'web/lib/a.ts',
      "export { a } from '../../db/schema/a.ts'",
      'db/schema/a.ts',
    ],
    ['web using the server half of auth', 'web/lib/a.ts', "import 'better-auth/minimal'", ''],
    [
      'a consumer calling a service',
      'queues/consumers/a.ts',
      "import { a } from '../../worker/x/service.ts'",
      'worker/x/service.ts',
    ],
    ['a file that is not there', 'web/lib/a.ts', "import './gone.ts'", ''],
  ]
  it.each(forbidden)('refuses %s', (_title, from, source, target) => {
    const problems = plant({ [from]: `${source}\n`, ...(target ? { [target]: leaf } : {}) })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${from.replaceAll('.', '\\.')} -> `))
  })

  it('refuses a folder without a row', () => {
    expect(plant({ 'queues/helpers/a.ts': "import 'zod'\n" })).toEqual(['queues/helpers/a.ts -> zod'])
  })

  it('refuses a circle', () => {
    const problems = plant({
      'contracts/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
      'contracts/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
    })
    expect(problems).toEqual(['contracts/a.ts -> contracts/b.ts'])
  })

  it('lets types refer to each other', () => {
    const problems = plant({
      'contracts/a.ts': "import type { B } from './b.ts'\nexport type A = B\n",
      'contracts/b.ts': "import type { A } from './a.ts'\nexport type B = A | null\n",
    })
    expect(problems).toEqual([])
  })
})

it('finds every way a module is named', () => {
  const source = `
    import type { A } from './a.ts'
    import { type B } from './b.ts'
    export * from './c.ts'
    export type { D } from './d.ts'
    const e = () => import('./e.ts')
    type F = import('./f.ts').F
    const view = <p title="import('./not.ts" />
  `
  const named = modulesNamedBy('x.tsx', source)
  expect(named.map((module) => module.name).sort()).toEqual([
    './a.ts',
    './b.ts',
    './c.ts',
    './d.ts',
    './e.ts',
    './f.ts',
  ])
  expect(named.filter((module) => module.atLoad).map((module) => module.name)).toEqual(['./c.ts'])
})
