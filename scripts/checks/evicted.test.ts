import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { evictedTests } from './evicted.ts'

const root = path.join(import.meta.dirname, '../..')

it('only what the second run of the workerd tests looks for throws an object out of memory in it', () => {
  const asking = readdirSync(path.join(root, 'worker'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => readFileSync(path.join(root, 'worker', name), 'utf8').includes('evictsBetweenCalls()'))
  // Home.openForgetful, Workspace and XeroHome; another one has to be looked for as well.
  expect(asking.sort()).toEqual([
    'connections/testing/xero.ts',
    'edge/testing/home.ts',
    'tenant/testing/workspace.ts',
  ])
})

it('runs the tests of each of them a second time, and none of those that would do the same', () => {
  const found = evictedTests(root)
  expect(found).toEqual(
    expect.arrayContaining([
      'worker/connections/sync.workers.test.ts',
      'worker/imports/import.workers.test.ts',
      'worker/tenant/hub.workers.test.ts',
    ]),
  )
  expect(found).not.toContain('worker/auth/passwords.workers.test.ts')
})
