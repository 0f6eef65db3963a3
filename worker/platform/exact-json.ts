/**
 * JSON whose numbers are kept as the text they were sent as. Amounts of providers arrive as JSON numbers; a binary float would round
 * what has more digits than it can hold, and nothing after it could tell.
 */
export type ExactJson = string | boolean | null | ExactJson[] | { [key: string]: ExactJson }

const QUOTE = 34
const BACKSLASH = 92
/** Where a number may begin, and the whole of one. Only looked for outside of texts of what is known to be JSON. */
const NUMBER = /-?\d[\d.eE+-]*/y

/** Throws a SyntaxError on text that is not JSON. */
export function parseExactJson(text: string): ExactJson {
  // Says whether it is JSON, so that what follows need not. Asking the parser for the source of each number costs three times both.
  JSON.parse(text)
  return JSON.parse(withTextNumbers(text))
}

/** The same JSON with each number as a text. */
function withTextNumbers(json: string): string {
  const parts: string[] = []
  let done = 0
  for (let at = 0; at < json.length; ) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = endOfText(json, at)
    else if (code === 45 || (code >= 48 && code <= 57)) {
      NUMBER.lastIndex = at
      const [number = ''] = NUMBER.exec(json) ?? []
      parts.push(json.slice(done, at), `"${number}"`)
      at += number.length
      done = at
    } else at += 1
  }
  parts.push(json.slice(done))
  return parts.join('')
}

/** The place after the text that begins at a quote. */
function endOfText(json: string, from: number): number {
  let end = json.indexOf('"', from + 1)
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1)
  return end + 1
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(json: string, at: number): boolean {
  let first = at
  while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1
  return (at - first) % 2 === 1
}
