/** A stretch of a file. */
export interface ByteRange {
  offset: number
  length: number
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/

/**
 * The stretch that a `Range` header asks for; null: the whole file, also where several stretches are asked for, which nobody has to
 * answer.
 */
export function byteRangeOf(header: string | null, bytes: number): ByteRange | 'unsatisfiable' | null {
  const [asked, from = '', to = ''] = ONE_RANGE.exec(header ?? '') ?? []
  if (asked === undefined || (from === '' && to === '')) return null
  if (from === '') {
    const length = Math.min(Number(to), bytes)
    return length === 0 ? 'unsatisfiable' : { offset: bytes - length, length }
  }
  const offset = Number(from)
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  if (to !== '' && Number(to) < offset) return null
  return offset >= bytes ? 'unsatisfiable' : { offset, length: last - offset + 1 }
}
