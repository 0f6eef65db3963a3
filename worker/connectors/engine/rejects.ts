import { QUARANTINE_RECORD_CHARS_MAX } from '../../../contracts/limits.ts'
import type { RejectedRecord } from '../../../contracts/sync.ts'
import type { ExactJson } from '../../platform/exact-json.ts'

const KEY_CHARS_MAX = 200
const FIELD_CHARS_MAX = 200
const MESSAGE_CHARS_MAX = 500

/** A record that could not be read, or a note about one that could; every part is cut to what is kept. */
export function rejected(
  key: string,
  reason: string,
  message: string,
  record: ExactJson,
  field: string | null = null,
): RejectedRecord {
  return {
    recordKey: key.slice(0, KEY_CHARS_MAX),
    reason,
    field: field?.slice(0, FIELD_CHARS_MAX) ?? null,
    message: message.slice(0, MESSAGE_CHARS_MAX),
    record: JSON.stringify(record).slice(0, QUARANTINE_RECORD_CHARS_MAX),
  }
}
