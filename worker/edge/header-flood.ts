import { HEADER_BYTES_MAX, HEADERS_MAX } from '../../contracts/limits.ts'

/** True when a call brings more headers, or longer ones, than any client of ours would. Characters stand for bytes: header values are Latin-1. */
export function isHeaderFlood(headers: Headers): boolean {
  let count = 0
  let bytes = 0
  // Half of what going over them with an iterator costs; the runtime has read them all by now.
  headers.forEach((value, name) => {
    count += 1
    bytes += name.length + value.length
  })
  return count > HEADERS_MAX || bytes > HEADER_BYTES_MAX
}
