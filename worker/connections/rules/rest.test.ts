import { describe, expect, it } from 'vitest'
import { restAfter } from './rest.ts'

describe('the rest between two pages', () => {
  it.each([
    ['is three times as long as the page took', 150, 450],
    ['ends after a second', 4_000, 1_000],
    ['is none when the clock was set back', -20, 0],
  ])('[CN56] %s', (_name, storedInMs, restMs) => {
    expect(restAfter(storedInMs)).toBe(restMs)
  })
})
