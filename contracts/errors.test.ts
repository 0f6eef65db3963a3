import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { errorTable } from './errors.ts'

it('[CO44] a code stands in one part of the table, with a sentence and what to do next', async () => {
  const codes: string[] = []
  for (const file of readdirSync(new URL('errors', import.meta.url))) {
    const parts: Record<string, object> = await import(`./errors/${file}`)
    for (const part of Object.values(parts)) codes.push(...Object.keys(part))
  }
  expect(codes.sort()).toEqual(Object.keys(errorTable).sort())
  for (const { sentence, next } of Object.values(errorTable))
    expect([sentence, next]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/[.?]$/)])
})
