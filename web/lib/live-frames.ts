import type { LiveFrame } from '../../contracts/live.ts'

/**
 * Checks frames by hand instead of by the schema: the schema library would be the largest part of the first page, and
 * frames come from the same build on the same origin. A test holds these checks to contracts/live.ts.
 */
type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWhole = (value: unknown) => Number.isInteger(value)
const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'
const has = (fields: Fields, check: (value: unknown) => boolean, ...names: string[]) =>
  names.every((name) => check(fields[name]))
const isListOf = (value: unknown, check: (item: Fields) => boolean) =>
  Array.isArray(value) && value.every((item) => isFields(item) && check(item))

const checks: Record<LiveFrame['t'], (frame: Fields) => boolean> = {
  hello: (frame) => frame.v === 1 && has(frame, isWhole, 'era', 'seq'),
  inbox: () => true,
  reset: (frame) => has(frame, isWhole, 'era', 'seq'),
  events: (frame) =>
    isListOf(
      frame.events,
      (event) => isWhole(event.seq) && has(event, isText, 'type', 'subject', 'actor', 'at'),
    ),
  rollup: (frame) =>
    isWhole(frame.seq) && isListOf(frame.metrics, (metric) => has(metric, isText, 'key', 'from', 'to')),
  presence: (frame) => isListOf(frame.people, (person) => has(person, isText, 'id', 'name', 'page')),
  progress: (frame) =>
    has(frame, isText, 'subject', 'status') &&
    (frame.stream === undefined || isText(frame.stream)) &&
    has(frame, isNumber, 'done', 'total') &&
    isFields(frame.counts) &&
    Object.values(frame.counts).every(isNumber),
}

function frameOf(value: unknown): LiveFrame | null {
  if (!isFields(value) || typeof value.t !== 'string' || !Object.hasOwn(checks, value.t)) return null
  // The check of the frame's own kind has just been looked up by its name.
  return checks[value.t as LiveFrame['t']](value) ? (value as LiveFrame) : null
}

/**
 * Reads one text of the socket: a frame, or several packed into an array, in order. What this build does not know is
 * left out, so an empty list means a text to ignore.
 */
export function parseFrames(text: string): LiveFrame[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return []
  }
  const packed = Array.isArray(value) ? value : [value]
  return packed.flatMap((one) => frameOf(one) ?? [])
}
