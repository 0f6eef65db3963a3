import { type CallOptions, failureOfText, fetched } from './api.ts'

/**
 * Calls a route whose answer is one JSON value a line, made while it is read, and gives them as they come. Throws as `callFull` does; the
 * caller vouches for the shape.
 */
export async function* callLines<T>(path: string, options: CallOptions = {}): AsyncGenerator<T> {
  const response = await fetched(path, options)
  if (!response.ok) throw failureOfText(response, await response.text())
  if (response.body === null) return
  let rest = ''
  for await (const text of textsOf(response.body)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as T
  }
  if (rest !== '') yield JSON.parse(rest) as T
}

/** Not every browser reads a stream with `for await`. */
async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Fetches a file and hands it to the browser to save. Throws `ApiError`. */
export async function saveFile(path: string, name: string): Promise<void> {
  const response = await fetched(path, {})
  if (!response.ok) throw failureOfText(response, await response.text())
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
