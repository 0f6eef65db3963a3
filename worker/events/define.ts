import { z } from 'zod'
import type { WordPlace } from './words.ts'

/** One kind of fact: a past-tense name, a version and the shape of its data. */
export interface EventType<N extends string, S extends z.ZodType> {
  readonly name: N
  readonly version: number
  readonly data: S
  /** Where it has words about an artist, which are sealed for that one when it is stored. */
  readonly words: readonly WordPlace[]
  /** Makes an event about a subject (`import:<id>`, `workspace`). The data is checked when it is appended. */
  of(subject: string, data: z.input<S>): NewEvent
}

/** An event before it has a number. */
export interface NewEvent {
  readonly type: string
  readonly subject: string
  readonly data: unknown
  /** Whose doing it is where that is not who acts: what time does, whoever acts just then. */
  readonly actor?: string
}

/** Defines a kind of event. New fields must be optional; a changed meaning is a new version. */
export function defineEvent<N extends string, S extends z.ZodType>(
  name: N,
  version: number,
  data: S,
  words: readonly WordPlace[] = [],
): EventType<N, S> {
  return {
    name,
    version,
    data,
    words,
    of: (subject, input) => ({ type: name, subject, data: data.parse(input) }),
  }
}

/** A stored event as the rest of the system reads it. */
export type StoredEvent<T> =
  T extends EventType<infer N, infer S>
    ? { seq: number; at: string; actor: string; subject: string; type: N; data: z.infer<S> }
    : never

/** What `append_events` stores as body: one JSON text. */
export const EventBody = z.object({
  type: z.string(),
  actor: z.string(),
  subject: z.string(),
  data: z.unknown(),
})

/** Clients whose rows an event is about; left out where they can be any, and in events from before they were named. */
export const ClientIds = z.array(z.uuid()).optional()

/**
 * Days on which rows of a metric came, changed or went. An event type whose data has a field `touched` of this shape moves numbers:
 * those days are counted again and the sockets are told.
 */
export const TouchedMetrics = z.array(z.object({ metricNo: z.number().int(), days: z.array(z.iso.date()) }))
export type TouchedMetrics = z.infer<typeof TouchedMetrics>
