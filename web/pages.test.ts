import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('no two pages are reached by the same keys', () => {
  // Read as text: the icons of the pages can only be drawn in a browser.
  const source = readFileSync(new URL('./pages.ts', import.meta.url), 'utf8')
  const keys = [...source.matchAll(/^ {4}keys: '(.+)',$/gm)].map(([, pressed]) => pressed)
  expect(keys.length).toBeGreaterThan(5)
  expect(new Set(keys).size).toBe(keys.length)
})
