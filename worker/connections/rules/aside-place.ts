import { z } from 'zod'

/** The place of a record in the list of what was set aside: when, the stream, the record's key. */
export type AsidePlace = z.infer<typeof AsidePlace>
const AsidePlace = z.tuple([z.iso.datetime(), z.string(), z.string()])

/** The cursor of a page that ends at this record. Keys are a provider's own texts, so no letter can part them. */
export function asideCursor(last: { at: string; stream: string; recordKey: string }): string {
  return JSON.stringify([last.at, last.stream, last.recordKey])
}

/** The place a cursor tells of; null when it is none of ours. */
export function readAsideCursor(cursor: string): AsidePlace | null {
  try {
    return AsidePlace.safeParse(JSON.parse(cursor)).data ?? null
  } catch {
    return null
  }
}
