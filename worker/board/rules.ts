import type { JobListing, JobsQuery } from '../../contracts/jobs.ts'
import { BOARD_WORD_CHARS_MAX, BOARD_WORDS_MAX, SEARCH_WORDS_MAX } from '../../contracts/limits.ts'

const WORD = /[\p{L}\p{N}]+/gu

/** Letters as they are compared: small, and without their marks. */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** The different words of some texts, the first ones first, as a search finds them. */
export function wordsOf(texts: readonly (string | null)[]): string[] {
  const words = new Set<string>()
  for (const text of texts) {
    for (const [word] of plain(text ?? '').matchAll(WORD)) {
      if (words.size >= BOARD_WORDS_MAX) return [...words]
      words.add(word.slice(0, BOARD_WORD_CHARS_MAX))
    }
  }
  return [...words]
}

/** What somebody looks for: each has to begin a word. */
export const searchedWords = (text: string): string[] => wordsOf([text]).slice(0, SEARCH_WORDS_MAX)

/** Under which a skill as a whole is found. No word begins so, because words have no colon. */
export const skillWord = (name: string): string => `skill:${plain(name).trim()}`

const SCALE_DIGITS = 4

/** An amount in ten-thousandths, so that amounts compare as whole numbers. */
export function tenThousandths(amount: string): number {
  const [whole = '0', part = ''] = amount.split('.')
  return Number(whole + part.padEnd(SCALE_DIGITS, '0'))
}

/** What a place is compared by. */
const placeWord = (place: string): string => wordsOf([place.split(',')[0] ?? '']).join(' ')

/** Which listings are looked for; words and amounts as they are stored. */
export interface ListingFilter {
  words: readonly string[]
  skills: readonly string[]
  place: string | null
  remote: boolean | null
  minRate: { e4: number; currency: string; per: string } | null
  from: string | null
  to: string | null
}

type Asked = Omit<JobsQuery, 'own' | 'saved' | 'cursor' | 'limit'>

export function filterOf(asked: Asked): ListingFilter {
  const { q = '', skills = [], place, remote, minRate, currency, per, from, to } = asked
  return {
    words: searchedWords(q),
    skills: skills.map(skillWord),
    place: place === undefined || place === '' ? null : placeWord(place),
    remote: remote ?? null,
    minRate:
      minRate === undefined || currency === undefined || per === undefined
        ? null
        : { e4: tenThousandths(minRate), currency, per },
    from: from ?? null,
    to: to ?? null,
  }
}

/** What a listing is found by. */
export interface ListingFacts {
  words: readonly string[]
  place: string | null
  isRemote: boolean
  rate: { e4: number; currency: string; per: string } | null
  days: { from: string; to: string }
}

export function factsOf(
  listing: Pick<JobListing, 'title' | 'description' | 'place' | 'isRemote' | 'skills' | 'rate' | 'days'>,
): ListingFacts {
  const { title, description, place, isRemote, skills, rate, days } = listing
  const names = skills.map(({ name }) => name)
  return {
    words: [...names.map(skillWord), ...wordsOf([title, place, ...names, description])],
    place: place === null ? null : placeWord(place),
    isRemote,
    rate: rate === null ? null : { e4: tenThousandths(rate.amount), currency: rate.currency, per: rate.per },
    days,
  }
}

/** Whether a search finds a listing: the same as the question to the control plane, for one listing and many searches. */
export function finds(filter: ListingFilter, facts: ListingFacts): boolean {
  const { words, skills, place, remote, minRate, from, to } = filter
  return (
    words.every((word) => facts.words.some((one) => one.startsWith(word))) &&
    skills.every((skill) => facts.words.includes(skill)) &&
    (place === null || place === facts.place) &&
    (remote === null || remote === facts.isRemote) &&
    (minRate === null || isPaid(minRate, facts.rate)) &&
    (from === null || facts.days.to >= from) &&
    (to === null || facts.days.from <= to)
  )
}

const isPaid = (asked: NonNullable<ListingFilter['minRate']>, rate: ListingFacts['rate']): boolean =>
  rate !== null && rate.currency === asked.currency && rate.per === asked.per && rate.e4 >= asked.e4
