/** The one language so far. Texts live in text.ts; this holds what a language needs beside them. */
export const LOCALE = 'en-AU'

const plurals = new Intl.PluralRules(LOCALE)
const lists = new Intl.ListFormat(LOCALE, { type: 'conjunction' })

/** Picks the form of a word for a count: `plural(2, {one: 'row', other: 'rows'})`. */
export function plural(count: number, forms: { one: string; other: string }): string {
  return plurals.select(count) === 'one' ? forms.one : forms.other
}

/** `Bo, Ines and Tomas`. */
export function listOf(words: readonly string[]): string {
  return lists.format(words)
}
