import type { PersonalFields } from '../../contracts/personal.ts'

/** A place in the data of an event, as a JSON pointer: `/after/name`. */
export type WordPlace = `/${string}`

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Changes the value at a place, where the objects that lead to it are there. The data itself stays as it was. */
function changed(
  data: Fields,
  [name = '', ...rest]: readonly string[],
  to: (value: unknown) => unknown,
): Fields {
  if (rest.length === 0) {
    const { [name]: was, ...others } = data
    const value = to(was)
    return value === undefined ? others : { ...data, [name]: value }
  }
  const inner = data[name]
  return isFields(inner) ? { ...data, [name]: changed(inner, rest, to) } : data
}

const partsOf = (place: string) => place.split('/').slice(1)

/** The data of an event without the words at some places, and those words by their place. What says nothing stays. */
export function takeWords(
  data: unknown,
  places: readonly WordPlace[],
): { rest: Fields; words: PersonalFields } {
  const words: PersonalFields = {}
  let rest: Fields = isFields(data) ? data : {}
  for (const place of places)
    rest = changed(rest, partsOf(place), (value) => {
      if (value === null || value === undefined) return value
      words[place] = JSON.stringify(value)
      return undefined
    })
  return { rest, words }
}

/** Puts words back in their places. */
export function putWords(data: unknown, words: PersonalFields): Fields {
  let whole: Fields = isFields(data) ? data : {}
  for (const [place, text] of Object.entries(words))
    whole = changed(whole, partsOf(place), () => JSON.parse(text))
  return whole
}
