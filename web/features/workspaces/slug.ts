const SLUG_CHARS_MAX = 40

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
