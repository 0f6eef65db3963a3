import type { Answer } from '../../platform/outbound.ts'
import type { Paging } from './define.ts'
import { countAt, textAt } from './paths.ts'
import type { PageState } from './position.ts'

/** Names that templates of a request may use for the page. */
export function pageVariables(paging: Paging, state: PageState): Record<string, string> {
  switch (paging.kind) {
    case 'none':
      return {}
    case 'page':
      return { page: String(state.page), size: String(paging.size) }
    case 'offset':
      return { offset: String(state.offset), size: String(paging.size) }
    case 'cursor':
      return { token: state.token, size: String(paging.size) }
    case 'next_url':
    case 'link_header':
      return { size: String(paging.size) }
  }
}

/** The whole address of the next page, where the provider gives one. */
export function pageAddress(paging: Paging, state: PageState): string | undefined {
  const isAddress = paging.kind === 'next_url' || paging.kind === 'link_header'
  return isAddress && state.token !== '' ? state.token : undefined
}

/** The page after this answer, or null at the end. A short page is no end: some providers send full last pages, others short ones. */
export function nextPage(
  paging: Paging,
  state: PageState,
  answer: Answer,
  records: number,
  url: string,
): PageState | null {
  const { json } = answer
  switch (paging.kind) {
    case 'none':
      return null
    case 'page': {
      if (records === 0 || saysNoMore(answer, paging.more)) return null
      const pages = paging.pages === null ? null : countAt(json, paging.pages)
      const isLast = pages !== null && state.page - paging.first + 1 >= pages
      return isLast ? null : { ...state, page: state.page + 1, skip: 0 }
    }
    case 'offset': {
      if (records === 0 || saysNoMore(answer, paging.more)) return null
      const offset = state.offset + records
      const total = paging.total === null ? null : countAt(json, paging.total)
      return total !== null && offset >= total ? null : { ...state, offset, skip: 0 }
    }
    case 'cursor': {
      const token = textAt(json, paging.next)
      return token === null || saysNoMore(answer, paging.more) ? null : { ...state, token, skip: 0 }
    }
    case 'next_url':
      return addressed(state, textAt(json, paging.next), url)
    case 'link_header':
      return addressed(state, nextLink(answer.headers.get('link')), url)
  }
}

/** How many pages there are, where the provider says so. */
export function pagesTotal(paging: Paging, answer: Answer): number | null {
  if (paging.kind === 'page' && paging.pages !== null) {
    const pages = countAt(answer.json, paging.pages)
    return pages === null ? null : Math.max(1, pages)
  }
  if (paging.kind === 'offset' && paging.total !== null) {
    const total = countAt(answer.json, paging.total)
    return total === null ? null : Math.max(1, Math.ceil(total / paging.size))
  }
  return null
}

function saysNoMore(answer: Answer, more: string | null): boolean {
  return more !== null && textAt(answer.json, more) !== 'true'
}

function addressed(state: PageState, link: string | null, url: string): PageState | null {
  if (link === null || !URL.canParse(link, url)) return null
  return { ...state, token: new URL(link, url).href, skip: 0 }
}

/** The `rel="next"` of a Link header (RFC 8288). */
function nextLink(header: string | null): string | null {
  for (const match of (header ?? '').matchAll(/<([^>]*)>([^,]*)/g))
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(;|$)/i.test(match[2] ?? ''))
      return match[1] ?? null
  return null
}
