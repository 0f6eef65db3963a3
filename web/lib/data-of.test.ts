import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { dataOf } from './data-of.ts'

/** As the library has it: reading what is not there waits for it, and takes the page around away meanwhile. */
const waiting = (state: { isPending: boolean; isLoadingError: boolean }) => ({
  ...state,
  get data(): number {
    throw new Error('waits')
  },
})

it('[SH26] reads what has come, and does not wait for what has not or failed the first time', () => {
  expect(dataOf({ isPending: false, isLoadingError: false, data: 7 })).toBe(7)
  expect(dataOf(waiting({ isPending: true, isLoadingError: false }))).toBeUndefined()
  expect(dataOf(waiting({ isPending: false, isLoadingError: true }))).toBeUndefined()
})

it('[SH26] is the one way in which pages read what may have failed', () => {
  const web = path.join(import.meta.dirname, '..')
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(features|ui)\/.*\.tsx?$/.test(file),
  )
  expect(files.length).toBeGreaterThan(100)
  const past = files.filter((file) =>
    /(\w+)\.isPending \? (undefined|null|\[\]) : \(?\1\.data/.test(
      readFileSync(path.join(web, file), 'utf8'),
    ),
  )
  expect(past).toEqual([])
})
