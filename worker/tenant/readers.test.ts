import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
/** Log and its proof are whole or worth nothing, and only who reaches all clients may read them. */
const WHOLE = ['worker/audit/routes.ts']

it('[AC145] answers from no route with what was read for nobody in particular', () => {
  const files = globSync('worker/*/{routes,live,setup}.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(12)
  for (const file of files) {
    if (WHOLE.includes(file)) continue
    const source = readFileSync(new URL(file, root), 'utf8')
    const reads = source.split('\n').filter((line) => /tenant\.read\(/.test(line))
    // The events a socket has missed are told by their own rule, which needs all of them.
    expect([file, reads.length]).toEqual([file, file.endsWith('/live.ts') ? 1 : 0])
  }
})
