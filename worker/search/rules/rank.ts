import type { RecordKind, SearchHit, SearchKind } from '../../../contracts/search.ts'

/** A record whose words were asked for, before it was read. */
export interface Match {
  kind: RecordKind
  id: string
  /** More is better. */
  points: number
}

/** A booking that nobody has to keep any more, or what is archived: people look for it least. */
function isOver(hit: SearchHit): boolean {
  switch (hit.kind) {
    case 'artist':
    case 'client':
    case 'project':
      return hit.isArchived
    case 'booking':
      return ['released', 'expired', 'cancelled', 'declined'].includes(hit.status)
    case 'task':
      return hit.isDone || hit.isArchived
    case 'job':
      return hit.isClosed
    case 'dashboard':
    case 'listing':
      return false
  }
}

/**
 * Best first, at most `limit` of each kind: what is over comes last, then points decide, then the shorter name, of which the question is the
 * larger part. What is alike keeps the order it was found in.
 */
export function ranked(hits: readonly SearchHit[], matches: readonly Match[], limit: number): SearchHit[] {
  const places = new Map(matches.map((match, place) => [match.id, { points: match.points, place }]))
  const at = (hit: SearchHit) => places.get(hit.id) ?? { points: 0, place: matches.length }
  const sorted = [...hits].sort(
    (a, b) =>
      Number(isOver(a)) - Number(isOver(b)) ||
      at(b).points - at(a).points ||
      a.title.length - b.title.length ||
      at(a).place - at(b).place,
  )
  const taken = new Map<SearchKind, number>()
  return sorted.filter(({ kind }) => {
    const count = (taken.get(kind) ?? 0) + 1
    taken.set(kind, count)
    return count <= limit
  })
}
