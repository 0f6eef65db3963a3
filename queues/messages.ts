import { z } from 'zod'
import { SeekersTold } from '../contracts/job-searches.ts'

/** What travels in queues: ids, never payloads. Each may come twice and out of order. */
export const QueueMessage = z.discriminatedUnion('kind', [
  z.object({ v: z.literal(1), kind: z.literal('import.load'), tenantId: z.uuid(), importId: z.uuid() }),
  /** Something is due in a workspace; its object knows what. */
  z.object({ v: z.literal(1), kind: z.literal('sync.due'), tenantId: z.uuid() }),
  /** One run of one stream is to be read, from where it has come to. */
  z.object({
    v: z.literal(1),
    kind: z.literal('sync.run'),
    tenantId: z.uuid(),
    connectionId: z.uuid(),
    runId: z.uuid(),
  }),
  /** The calendar of an artist is to be read for when they are busy. */
  z.object({ v: z.literal(1), kind: z.literal('busy.read'), tenantId: z.uuid(), calendarId: z.uuid() }),
  /** Somebody was told something that they are to be mailed as well. */
  z.object({ v: z.literal(1), kind: z.literal('notice.mail'), tenantId: z.uuid(), notificationId: z.uuid() }),
  /** People of a workspace look for such a job, or saved it. */
  SeekersTold.extend({ v: z.literal(1), kind: z.literal('job.told'), tenantId: z.uuid() }),
  /** Somebody wants one mail a day of what they were told, and it is due. */
  z.object({ v: z.literal(1), kind: z.literal('notice.digest'), tenantId: z.uuid(), personId: z.string() }),
])
export type QueueMessage = z.infer<typeof QueueMessage>
