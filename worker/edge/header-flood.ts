import { HEADER_BYTES_MAX, HEADERS_MAX } from '../../contracts/limits.ts'

/** True when a call brings more headers, or longer ones, than any client of ours would. Characters stand for bytes: header values are Latin-1. */
export function isHeaderFlood(headers: Headers): boolean {
  let count = 0
  let bytes = 0
  for (const [name, value] of headers) {
    count += 1
    bytes += name.length + value.length
    if (count > HEADERS_MAX || bytes > HEADER_BYTES_MAX) return true
  }
  return false
}
