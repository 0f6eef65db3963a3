import { z } from 'zod'
import { readCapped } from './capped.ts'

const TIMEOUT_MS = 5000
const ANSWER_CHARS_MAX = 64 * 1024
const TXT = 16
/** The resolver knows: there are records, or there is no such name. Anything else says nothing about the name. */
const KNOWN: ReadonlySet<number> = new Set([0, 3])

const Answer = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).optional(),
})

/**
 * The TXT records of a name, asked of a resolver over HTTPS: a Worker has no other way to the DNS. Parts of one record are joined.
 * Throws when the resolver gives no answer; a name that does not exist has no records.
 */
export async function readTxt(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  resolver: string,
  name: string,
): Promise<string[]> {
  const url = new URL(resolver)
  url.searchParams.set('name', name)
  url.searchParams.set('type', 'TXT')
  const response = await fetch(url.href, {
    headers: { accept: 'application/dns-json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`the resolver answered ${response.status}`)
  }
  const answer = Answer.parse(JSON.parse(await readCapped(response, ANSWER_CHARS_MAX)))
  if (!KNOWN.has(answer.Status)) throw new Error(`the resolver answered with status ${answer.Status}`)
  return (answer.Answer ?? [])
    .filter(({ type }) => type === TXT)
    .map(({ data }) => (data.startsWith('"') ? (data.match(/"((?:[^"\\]|\\.)*)"/g) ?? []) : [data]))
    .map((parts) => parts.map((part) => part.replace(/^"|"$/g, '')).join(''))
}
