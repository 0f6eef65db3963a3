const SLUG_CHARS_MAX = 40
/** Letters of a mark that makes an address one's own. */
export const MARK_CHARS = 6

/** The name of a workspace as it can stand in an address: `Harbour & Finch` is `harbour-finch`. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_CHARS_MAX)
    .replace(/^-+|-+$/g, '')
}

/** The address of somebody's own workspace: their name, and with `mark` where that is taken or cannot stand alone. */
export function personalSlug(name: string, mark: string | null): string {
  const slug = slugOf(name)
  if (mark === null && slug.length >= 2) return slug
  return slugOf(`${(slug || 'me').slice(0, SLUG_CHARS_MAX - MARK_CHARS - 1)}-${mark ?? 'work'}`)
}
