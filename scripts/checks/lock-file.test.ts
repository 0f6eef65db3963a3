import { expect, it } from 'vitest'
import { checkLockFile } from './lock-file.ts'

const lock = (packages: object) => JSON.stringify({ packages: { '': { version: '1.0.0' }, ...packages } })

it('accepts entries with a version and no host', () => {
  expect(checkLockFile(lock({ 'node_modules/a': { version: '1.0.0' } })).problems).toEqual([])
})

it('refuses an entry without a version, one that names a host, and an empty file', () => {
  expect(checkLockFile(lock({ 'node_modules/a': {} })).problems).toHaveLength(1)
  const named = { version: '1.0.0', resolved: 'https://registry.example/a.tgz' }
  expect(checkLockFile(lock({ 'node_modules/a': named })).problems).toHaveLength(1)
  expect(checkLockFile('{}').problems).toHaveLength(1)
})
