/** The text of an answer from outside. Throws when it is longer than it may be, before it is all in memory. */
export async function readCapped(response: Response, charsMax: number): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const part = await reader?.read()
    if (part === undefined || part.done) return text
    text += part.value
    if (text.length > charsMax) {
      await reader?.cancel()
      throw new Error(`the answer is longer than ${charsMax} characters`)
    }
  }
}
