import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOpen, writeOpen } from './open.ts'

describe('the open panel in the address', () => {
  it('comes back as it was written, whatever a slice is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (dimension, value) => {
        fc.pre([dimension, value].every((text) => text.isWellFormed()))
        const open = { metric: 'revenue', from: '2026-11-01', to: '2026-11-30', slice: { dimension, value } }
        expect(readOpen(writeOpen(open))).toEqual(open)
      }),
    )
  })

  it('knows a number without a slice', () => {
    expect(readOpen('records:revenue:2026-11-01:2026-11-30')).toEqual({
      metric: 'revenue',
      from: '2026-11-01',
      to: '2026-11-30',
      slice: null,
    })
  })

  it.each([
    undefined,
    '',
    'booking:123',
    'records:revenue',
    'records:revenue:2026-11-30:2026-11-01',
    'records:revenue:yesterday:today',
    'records:revenue:2026-11-01:2026-11-30:Country',
    'records:revenue:2026-11-01:2026-11-30:Country:%E0%A4%A',
    'records:revenue:2026-11-01:2026-11-30:Country:France:more',
  ])('opens nothing for %j', (text) => {
    expect(readOpen(text)).toBeNull()
  })
})
