import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What a test has to use for an object to be thrown out of memory between its calls (`evictsBetweenCalls` asks which run it is). */
const forgets = /\bopenForgetful\b|\/testing\/workspace\.ts'|\bXeroHome\b/

/** The workerd tests in which an object loses its memory between two calls. The others would only do the same a second time. */
export function evictedTests(root: string): string[] {
  return readdirSync(path.join(root, 'worker'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.workers.test.ts'))
    .map((name) => path.join('worker', name))
    .filter((file) => forgets.test(readFileSync(path.join(root, file), 'utf8')))
}
