import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Permission, undivided } from '../permissions.ts'
import { operations } from './operations.ts'

const LINE = /^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \| (.+) \|$/

/** Every route of the list, and how it is said to hold the clients of a member. */
function listed(): Map<string, string> {
  const text = readFileSync(new URL('../../docs/spec/client-scope.md', import.meta.url), 'utf8')
  const lines = text.split('\n').flatMap((line) => LINE.exec(line) ?? [])
  const routes = new Map<string, string>()
  for (let at = 0; at < lines.length; at += 4) {
    const name = `${lines[at + 1]} ${lines[at + 2]}`
    expect([name, routes.has(name)]).toEqual([name, false])
    routes.set(name, lines[at + 3] ?? '')
  }
  return routes
}

it('[AC150] says of every route how it holds the clients of a member, and of none that is not there', () => {
  const known = operations.map(({ method, path }) => `${method} ${path}`)
  // A socket is no operation of the reference.
  expect([...listed().keys()].sort()).toEqual([...known, 'GET /api/v1/live'].sort())
})

it('[AC150] says to be refused whatever needs a right that no client divides', () => {
  const routes = listed()
  for (const { method, path, access } of operations) {
    if (!undivided.includes(access as Permission)) continue
    const name = `${method} ${path}`
    expect([name, routes.get(name)]).toEqual([name, `refused: \`${access}\` is not divided by client`])
  }
})
