import { z } from 'zod'

/** What the server sends on the socket. Frames name what changed; the data comes by the normal routes. */
export const LiveFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), v: z.literal(1), era: z.number().int(), seq: z.number().int() }),
  z.object({
    t: z.literal('events'),
    events: z.array(
      z.object({
        seq: z.number().int(),
        type: z.string(),
        subject: z.string(),
        actor: z.string(),
        at: z.string(),
      }),
    ),
  }),
  /** Numbers of these metrics moved; answers of a lower seq are old. */
  z.object({
    t: z.literal('rollup'),
    seq: z.number().int(),
    metrics: z.array(z.object({ key: z.string(), from: z.iso.date(), to: z.iso.date() })),
  }),
  z.object({
    t: z.literal('presence'),
    people: z.array(z.object({ id: z.string(), name: z.string(), page: z.string() })),
  }),
  /** How far a long job is, for the bar only; the final state comes by its route. */
  z.object({
    t: z.literal('progress'),
    subject: z.string(),
    /** Which part of the subject, where several move at once: a stream of a connection. */
    stream: z.string().optional(),
    status: z.string(),
    done: z.number(),
    total: z.number(),
    counts: z.record(z.string(), z.number()),
  }),
  /** The one whose socket this is was told something, or has read it elsewhere. */
  z.object({ t: z.literal('inbox') }),
  /** The tail is gone or the era changed: refetch everything once. */
  z.object({ t: z.literal('reset'), era: z.number().int(), seq: z.number().int() }),
])
export type LiveFrame = z.infer<typeof LiveFrame>

/** What a client may send. Anything else closes the socket with 1008. */
export const ClientFrame = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('presence'), page: z.string().max(200) }),
  z.strictObject({ t: z.literal('ping') }),
])
export type ClientFrame = z.infer<typeof ClientFrame>

/** Text that the runtime answers by itself, so that a heartbeat never wakes the object. */
export const LIVE_PING = '{"t":"ping"}'
export const LIVE_PONG = '{"t":"pong"}'

/** Position of a client in the log of a workspace: `era.seq`. */
export const LiveCursor = z
  .string()
  .regex(/^\d{1,9}\.\d{1,15}$/)
  .transform((text) => {
    const [era, seq] = text.split('.')
    return { era: Number(era), seq: Number(seq) }
  })
