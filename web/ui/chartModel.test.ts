import { describe, expect, it } from 'vitest'
import { labelStep, nextCursor } from './chartModel.ts'

describe('chart helpers', () => {
  it('leave room between axis labels', () => {
    expect(labelStep(13, 500, 64)).toBe(2)
    expect(labelStep(7, 500, 64)).toBe(1)
    expect(labelStep(366, 280, 64)).toBe(84)
    expect(labelStep(0, 0, 64)).toBe(1)
  })

  it('move the cursor by keys and stop at the ends', () => {
    expect(nextCursor(null, 'ArrowRight', 3)).toBe(0)
    expect(nextCursor(null, 'ArrowLeft', 3)).toBe(2)
    expect(nextCursor(2, 'ArrowRight', 3)).toBe(2)
    expect(nextCursor(0, 'ArrowLeft', 3)).toBe(0)
    expect(nextCursor(1, 'End', 3)).toBe(2)
    expect(nextCursor(1, 'Home', 3)).toBe(0)
    expect(nextCursor(1, 'a', 3)).toBe(1)
    expect(nextCursor(1, 'End', 0)).toBeNull()
  })
})
