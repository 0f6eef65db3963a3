import type { JobSearchFilter } from '../../../contracts/job-searches.ts'

/** Which jobs are shown, as the address says. */
export interface JobsShown {
  show: 'board' | 'saved' | 'own'
  text: string
  place: 'remote' | 'site' | null
  from: string | null
  to: string | null
  minRate: string | null
  cursor: string | null
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const AMOUNT = /^\d{1,9}(\.\d{1,4})?$/

type Search = Readonly<Record<string, string | string[] | undefined>>

/** What the address asks for; what it says wrongly is left out, because the server would refuse the whole list. */
export function jobsShown(search: Search): JobsShown {
  const said = (name: string): string => {
    const value = search[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const matching = (name: string, form: RegExp): string | null => (form.test(said(name)) ? said(name) : null)
  const show = said('show')
  const place = said('place')
  return {
    show: show === 'saved' || show === 'own' ? show : 'board',
    text: said('q'),
    place: place === 'remote' || place === 'site' ? place : null,
    from: matching('from', DAY),
    to: matching('to', DAY),
    minRate: matching('rate', AMOUNT),
    cursor: said('cursor') || null,
  }
}

/** Whether anything narrows the board. */
export const isNarrowed = ({ text, place, from, to, minRate }: JobsShown): boolean =>
  text !== '' || place !== null || from !== null || to !== null || minRate !== null

/** What a search of the board is kept as; null: nothing narrows it. */
export function searchOf(shown: JobsShown, currency: string): JobSearchFilter | null {
  if (!isNarrowed(shown)) return null
  const { text, place, from, to, minRate } = shown
  return {
    ...(text === '' ? {} : { q: text }),
    ...(place === null ? {} : { remote: place === 'remote' }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(minRate === null ? {} : { minRate, currency, per: 'day' as const }),
  }
}

/** The address that shows what a kept search finds. What the page has no field for is looked for as words. */
export function addressOf(filter: JobSearchFilter): Record<string, string | null> {
  const { q, skills = [], place, remote, from, to, minRate } = filter
  const text = [q ?? '', ...skills, place ?? ''].filter((part) => part !== '').join(' ')
  return {
    ...{ show: null, cursor: null, q: text || null },
    place: remote === undefined ? null : remote ? 'remote' : 'site',
    ...{ from: from ?? null, to: to ?? null, rate: minRate ?? null },
  }
}
