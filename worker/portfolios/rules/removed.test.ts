import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  PORTFOLIO_ITEMS_MAX,
  PORTFOLIO_REMOVED_KEPT_MS,
  PORTFOLIO_REMOVED_MAX,
} from '../../../contracts/limits.ts'
import { type ArtistPortfolio, type PortfolioItem, PortfolioItemId } from '../../../contracts/portfolio.ts'
import { changeItem } from './items.ts'
import { putBack, setAside, withoutOld } from './removed.ts'

const NOON = new Date('2031-05-05T12:00:00Z')
const idOf = (n: number) => PortfolioItemId.parse(`01900000-0000-7000-8000-${String(n).padStart(12, '0')}`)
const link = (n: number): PortfolioItem => ({
  ...{ id: idOf(n), kind: 'link', title: `Reel ${n}` },
  ...{ url: 'https://vimeo.com/1', site: 'Vimeo' },
})
const links = (count: number) => Array.from({ length: count }, (_, n) => link(n))
const titles = (items: readonly PortfolioItem[]) => items.map(({ title }) => Number(title.slice(5)))
const done = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

it('[JB34] takes an item to another place, the last one where there is none, and gives it another caption', () => {
  expect(titles(done(changeItem(links(4), idOf(3), { place: 0 })))).toEqual([3, 0, 1, 2])
  expect(titles(done(changeItem(links(4), idOf(0), { place: 29 })))).toEqual([1, 2, 3, 0])
  expect(titles(done(changeItem(links(4), idOf(2), { place: 2 })))).toEqual([0, 1, 2, 3])
  expect(done(changeItem(links(2), idOf(1), { title: 'Mural' }))).toEqual([
    link(0),
    { ...link(1), title: 'Mural' },
  ])
  expect(changeItem(links(2), idOf(9), { place: 0 })).toEqual({ ok: false, error: { code: 'not_found' } })
})

it('[JB35] puts what was removed last back where it was, whatever is in the portfolio', () => {
  const run = fc.property(fc.integer({ min: 1, max: 30 }), fc.nat({ max: 29 }), (count, n) => {
    const before: ArtistPortfolio = { items: links(count), removed: [] }
    const id = idOf(n % count)
    const removed = done(setAside(before, id, NOON))
    expect(removed.items.some((item) => item.id === id)).toBe(false)
    expect(done(putBack(removed, id))).toEqual(before)
    expect(setAside(removed, id, NOON)).toEqual({ ok: false, error: { code: 'not_found' } })
  })
  fc.assert(run)
})

it('[JB35] keeps ten of it for an hour, and puts nothing back where there is no room', () => {
  const emptied = links(12).reduce((portfolio, { id }) => done(setAside(portfolio, id, NOON)), {
    items: links(12),
    removed: [],
  } as ArtistPortfolio)
  expect(emptied.removed.map(({ item }) => item.id)).toEqual(
    Array.from({ length: PORTFOLIO_REMOVED_MAX }, (_, n) => idOf(n + 2)),
  )
  expect(putBack(emptied, idOf(0))).toEqual({ ok: false, error: { code: 'not_found' } })
  const at = (ms: number) => new Date(NOON.getTime() + ms)
  expect(withoutOld(emptied, at(PORTFOLIO_REMOVED_KEPT_MS - 1)).removed).toHaveLength(PORTFOLIO_REMOVED_MAX)
  expect(withoutOld(emptied, at(PORTFOLIO_REMOVED_KEPT_MS)).removed).toEqual([])
  const full = { ...emptied, items: Array.from({ length: PORTFOLIO_ITEMS_MAX }, (_, n) => link(100 + n)) }
  expect(putBack(full, idOf(5))).toMatchObject({ error: { code: 'limit_reached' } })
})
