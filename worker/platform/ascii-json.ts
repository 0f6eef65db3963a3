/**
 * JSON in letters of one byte: what is beyond ASCII stands as `\u` and its number, which every reader of JSON takes for the same. A text that is kept
 * and sent again and again costs the runtime two to three times as much where one letter of it is wider.
 */
export function asciiJson(value: unknown): string {
  const text = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  // The engine goes on holding two bytes for each letter of what was wide once; read from bytes it looks anew.
  return new TextDecoder().decode(new TextEncoder().encode(text))
}
