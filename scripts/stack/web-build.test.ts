import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildOnce } from './web-build.ts'

let folder: string
let built: string[]
let atOnce: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-build-'))
  built = []
  atOnce = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Empties the folder and fills it again, as the real build does, and takes its time between. */
const building = (of: string, fails = false) =>
  buildOnce(folder, of, async () => {
    atOnce += 1
    const client = join(folder, 'client')
    rmSync(client, { recursive: true, force: true })
    await nextTurn()
    expect(atOnce).toBe(1)
    if (fails) throw new Error('does not build')
    mkdirSync(join(client, '.vite'), { recursive: true })
    writeFileSync(join(client, 'index.html'), of)
    built.push(of)
    atOnce -= 1
  })

it('several that want the same are served by one build', async () => {
  await Promise.all([building('one'), building('one'), building('one')])
  await building('one')
  expect(built).toEqual(['one'])
})

it('a change is built again, after whoever is building', async () => {
  await Promise.all([building('one'), building('two')])
  expect([...built].sort()).toEqual(['one', 'two'])
})

it('one that failed holds nobody up, and is not taken for built', async () => {
  await expect(building('one', true)).rejects.toThrow('does not build')
  atOnce = 0
  await building('one')
  expect(built).toEqual(['one'])
})
