import { describe, expect, it } from 'vitest'
import { parseExactJson } from '../../platform/exact-json.ts'
import type { Answer } from '../../platform/outbound.ts'
import type { Paging } from './define.ts'
import { nextPage, pageAddress, pagesTotal, pageVariables } from './paging.ts'
import { firstPage, guarded, noGuard, type PageState, readPosition } from './position.ts'

const URL_OF_PAGE = 'https://api.acme.test/v2/things?at=1'
const answer = (json: unknown, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers: new Headers(headers),
  text: JSON.stringify(json),
  json: parseExactJson(JSON.stringify(json)),
})
const next = (paging: Paging, state: PageState, json: unknown, records: number, link = '') =>
  nextPage(paging, state, answer(json, link === '' ? {} : { link }), records, URL_OF_PAGE)

describe('kinds of paging', () => {
  it('[CN12] reads numbered pages up to the number the provider names', () => {
    const paging = { kind: 'page', first: 1, size: 100, pages: 'p.count', more: null } as const
    expect(pageVariables(paging, firstPage(1))).toEqual({ page: '1', size: '100' })
    expect(next(paging, firstPage(1), { p: { count: 2 } }, 100)).toEqual(firstPage(2))
    expect(next(paging, firstPage(2), { p: { count: 2 } }, 100)).toBeNull()
    expect(next(paging, firstPage(1), { p: { count: 9 } }, 0)).toBeNull()
    expect(pagesTotal(paging, answer({ p: { count: 0 } }))).toBe(1)
  })

  it('[CN12] reads numbered pages without a number up to the first empty one, also past short ones', () => {
    const paging = { kind: 'page', first: 0, size: 100, pages: null, more: null } as const
    expect(next(paging, firstPage(0), {}, 3)).toEqual(firstPage(1))
    expect(next(paging, firstPage(1), {}, 0)).toBeNull()
  })

  it('[CN12] reads by offset up to the total, counting what came and not what was asked for', () => {
    const paging = { kind: 'offset', size: 10, total: 'total', more: null } as const
    const second = next(paging, firstPage(0), { total: 17 }, 7)
    expect(second).toMatchObject({ offset: 7 })
    expect(next(paging, second ?? firstPage(0), { total: 17 }, 10)).toBeNull()
    expect(pagesTotal(paging, answer({ total: 17 }))).toBe(2)
  })

  it.each([
    [{ next: 'abc', more: true }, 'abc'],
    [{ next: 'abc', more: false }, null],
    [{ next: 'abc' }, null],
    [{ next: '', more: true }, null],
    [{ next: null, more: true }, null],
  ])('[CN12] reads by token while there is one and more is said: %j', (json, token) => {
    const paging = { kind: 'cursor', size: 10, next: 'next', more: 'more' } as const
    expect(next(paging, firstPage(0), json, 10)?.token ?? null).toBe(token)
  })

  it.each([
    ['/v2/things?at=2', 'https://api.acme.test/v2/things?at=2'],
    ['https://other.test/x', 'https://other.test/x'],
    [null, null],
  ])('[CN12] follows the address %j that an answer names', (link, address) => {
    const paging = { kind: 'next_url', size: 10, next: 'links.next' } as const
    const page = next(paging, firstPage(0), { links: { next: link } }, 10)
    expect(page === null ? null : pageAddress(paging, page)).toBe(address)
  })

  it.each([
    [
      '<https://api.acme.test/p3>; rel="prev", <https://api.acme.test/p5>; rel="next"',
      'https://api.acme.test/p5',
    ],
    ['</p5>; title="a"; rel=next', 'https://api.acme.test/p5'],
    ['</p5>; rel="last next"', 'https://api.acme.test/p5'],
    ['</p5>; rel="nextish"', null],
    ['', null],
  ])('[CN12] follows the next link of the header %j', (header, address) => {
    const page = next({ kind: 'link_header', size: 10 }, firstPage(0), [], 10, header)
    expect(page?.token ?? null).toBe(address)
  })

  it('[CN12] reads one page where there is no paging', () => {
    expect(next({ kind: 'none' }, firstPage(0), [], 10)).toBeNull()
  })
})

describe('pages that repeat', () => {
  it.each([1, 2, 3, 5, 8, 13])('[CN13] are found in a circle of %i pages, wherever it begins', (length) => {
    for (const before of [0, 1, 4, 9]) {
      let guard: ReturnType<typeof guarded> = noGuard()
      let pages = 0
      while (guard !== null && pages < 1000) {
        guard = guarded(guard, pages < before ? `lead-in ${pages}` : `page ${(pages - before) % length}`)
        pages += 1
      }
      expect(pages).toBeLessThanOrEqual(3 * (before + length) + 3)
    }
  })

  it('[CN13] are not seen where every page is another', () => {
    let guard: ReturnType<typeof guarded> = noGuard()
    for (let page = 0; page < 500 && guard !== null; page += 1) guard = guarded(guard, `page ${page}`)
    expect(guard).not.toBeNull()
  })
})

it.each(['', '{}', '{"v":2}', 'null'])('[CN19] refuses the place %j, which no run has written', (text) => {
  expect(() => readPosition(text)).toThrow()
})
