import type { ExactJson } from '../../platform/exact-json.ts'

/** What stands at a path, or null: absent, null and a path through something else are the same to a reader. */
export function at(json: ExactJson | null, path: string): ExactJson | null {
  if (path === '') return json
  let here: ExactJson | null = json
  for (const key of path.split('.')) {
    if (here === null || typeof here !== 'object') return null
    // A key of the data only: `constructor` is not one of an answer that does not hold it.
    here = (Object.hasOwn(here, key) ? (here as { [key: string]: ExactJson })[key] : null) ?? null
  }
  return here
}

/** The text at a path: numbers and booleans as they were sent, null for what is absent, empty or no single value. */
export function textAt(json: ExactJson | null, path: string): string | null {
  const found = at(json, path)
  if (typeof found === 'boolean') return String(found)
  if (typeof found !== 'string') return null
  const text = found.trim()
  return text === '' ? null : text
}

/** The list at a path. Null for something else; an absent list is an empty one, because many providers leave empty lists out. */
export function listAt(json: ExactJson | null, path: string): ExactJson[] | null {
  const found = at(json, path)
  if (found === null) return []
  return Array.isArray(found) ? found : null
}

/** A whole number at a path, or null. */
export function countAt(json: ExactJson | null, path: string): number | null {
  const text = textAt(json, path)
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
