/** Where somebody is: a page, the record that is open on it, and whether they are changing that. */
export interface Place {
  path: string
  /** Such as `task:ID`; null where none is open. */
  record: string | null
  isEditing: boolean
}

const OPEN = '?open='
const EDITING = '&edit'
/** What the socket takes; a longer one is told without its record. */
const PLACE_CHARS_MAX = 200

/** A place as the socket carries it. */
export function placeText({ path, record, isEditing }: Place): string {
  const text = record === null ? path : `${path}${OPEN}${record}${isEditing ? EDITING : ''}`
  return text.length <= PLACE_CHARS_MAX ? text : path.slice(0, PLACE_CHARS_MAX)
}

/** The same read back. */
export function placeOf(text: string): Place {
  const at = text.indexOf(OPEN)
  if (at < 0) return { path: text, record: null, isEditing: false }
  const rest = text.slice(at + OPEN.length)
  const isEditing = rest.endsWith(EDITING)
  return { path: text.slice(0, at), record: isEditing ? rest.slice(0, -EDITING.length) : rest, isEditing }
}
