const SUGGESTIONS_MAX = 3
/** Shorter parts of a name are in every other name and suggest nothing. */
const PART_CHARS_MIN = 3

/** Up to three names that a mistyped one may have meant, nearest first; none when nothing is near. */
export function nearestNames(asked: string, names: readonly string[]): string[] {
  const wanted = asked.toLowerCase()
  const near = names
    .map((name) => ({
      name,
      distance: isPart(wanted, name) || isPart(name, wanted) ? 1 : editDistance(wanted, name),
    }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return near.slice(0, SUGGESTIONS_MAX).map(({ name }) => name)
}

function isPart(part: string, whole: string): boolean {
  return part.length >= PART_CHARS_MIN && whole.includes(part)
}

/** Letters to insert, drop or replace to get from one word to the other. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
