import { describe, expect, it } from 'vitest'
import { lineOf, linkKinds, linksInView, nearerEnd } from './links.ts'

const first = { left: 100, right: 200, y: 18 }
const later = { left: 300, right: 400, y: 54 }
const sooner = { left: 20, right: 60, y: 54 }

describe('the line of a link', () => {
  it('[PJ30] leaves and reaches the ends its kind says, and its head points into the one that waits', () => {
    const ends = linkKinds.map((kind) => {
      const { line, head } = lineOf(first, later, kind, 18)
      return [kind, line.slice(0, line.indexOf(' ')), head.slice(0, head.indexOf('l'))]
    })
    expect(ends).toEqual([
      ['FS', 'M200', 'M300 54'],
      ['SS', 'M100', 'M300 54'],
      ['FF', 'M200', 'M400 54'],
      ['SF', 'M100', 'M400 54'],
    ])
  })

  it('[PJ30] goes down once where there is room, and back between the rows where there is none', () => {
    expect(lineOf(first, later, 'FS', 18).line).toBe('M200 18 H209 V54 H297.5')
    expect(lineOf(first, sooner, 'FS', 18).line).toBe('M200 18 H209 V36 H11 V54 H17.5')
    expect(lineOf(later, first, 'FS', 18).line).toContain('V36 H91 V18')
  })

  it('[PJ30] turns outside of both where it joins two starts or two ends', () => {
    expect(lineOf(first, sooner, 'SS', 18).line).toBe('M100 18 H11 V54 H17.5')
    expect(lineOf(first, later, 'FF', 18).line).toBe('M200 18 H409 V54 H402.5')
  })
})

it('[PJ30] means the end of a bar that is nearer', () => {
  expect([110, 149, 151, 900].map((x) => nearerEnd(x, first))).toEqual(['S', 'S', 'F', 'F'])
})

it('[PJ30] draws what a row in view may show, also of links that pass through', () => {
  const link = (id: string, fromId: string, toId: string) => ({ id, fromId, toId, kind: 'FS' as const })
  const links = [link('through', 'a', 'z'), link('above', 'a', 'b'), link('gone', 'a', 'nobody')]
  const rows = new Map([
    ['a', 0],
    ['b', 1],
    ['z', 99],
  ])
  expect(linksInView(links, (id) => rows.get(id), { first: 40, end: 60 }).map(({ id }) => id)).toEqual([
    'through',
  ])
})
