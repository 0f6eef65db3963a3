import { PROVIDER_DETAIL_CHARS_MAX } from '../../contracts/limits.ts'

const READ_CHARS_MAX = 4000
const LONG_TOKEN = /[A-Za-z0-9_\-+/=]{32,}(\.[A-Za-z0-9_\-+/=]+)*/g
const NAMED_SECRET =
  /\b((?:bearer|basic)\s+|(?:\w*token|\w*secret|password|code|\w*key|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?)[^\s"',;&<>]{6,}/gi

/**
 * What another system said, fit for people and logs: no markup, no control characters, cut to PROVIDER_DETAIL_CHARS_MAX, and nothing
 * in it that is, or looks like, a secret.
 */
export function cleanDetail(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, READ_CHARS_MAX)
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '…')
  clean = clean
    .replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(LONG_TOKEN, (found) =>
      /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(found) ? found : '…',
    )
    .replace(NAMED_SECRET, '$1…')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return clean.length <= PROVIDER_DETAIL_CHARS_MAX
    ? clean
    : `${clean.slice(0, PROVIDER_DETAIL_CHARS_MAX - 1)}…`
}
