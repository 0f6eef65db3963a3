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
