/**
 * JSON whose numbers are kept as the text they were sent as. Amounts of providers arrive as JSON numbers; a binary float would round
 * what has more digits than it can hold, and nothing after it could tell.
 */
export type ExactJson = string | boolean | null | ExactJson[] | { [key: string]: ExactJson }

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown
// The language has handed the source text to revivers since ES2025; the type library still leaves it out.
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => ExactJson

/** Throws a SyntaxError on text that is not JSON. */
export function parseExactJson(text: string): ExactJson {
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' ? (context.source ?? String(value)) : value,
  )
}
