/** What the panel at the right shows, as it stands in the address: `?open=records:revenue:2026-11-01:2026-11-30`. */
export interface OpenRecords {
  metric: string
  from: string
  to: string
  /** One slice of the metric; `value` is empty for the rows whose dimension is blank. */
  slice: { dimension: string; value: string } | null
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const part = encodeURIComponent

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Writes what is open for the address. Names with a colon stay readable for `readOpen`. */
export function writeOpen(open: OpenRecords): string {
  const base = `records:${open.metric}:${open.from}:${open.to}`
  return open.slice ? `${base}:${part(open.slice.dimension)}:${part(open.slice.value)}` : base
}

/** Reads what is open; null for anything that is not one whole request for rows, so a cut-off link shows the page alone. */
export function readOpen(text: string | undefined): OpenRecords | null {
  const [kind, metric, from, to, dimension, value, ...rest] = text?.split(':') ?? []
  if (kind !== 'records' || !metric || !from || !to || rest.length > 0) return null
  if (!DAY.test(from) || !DAY.test(to) || from > to) return null
  if (dimension === undefined) return { metric, from, to, slice: null }
  const [name, slice] = [decoded(dimension), value === undefined ? null : decoded(value)]
  return name && slice !== null ? { metric, from, to, slice: { dimension: name, value: slice } } : null
}
