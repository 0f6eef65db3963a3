import { z } from 'zod'

/** What travels in queues: ids, never payloads. Each may come twice and out of order. */
export const QueueMessage = z.discriminatedUnion('kind', [
  z.object({ v: z.literal(1), kind: z.literal('import.load'), tenantId: z.uuid(), importId: z.uuid() }),
])
export type QueueMessage = z.infer<typeof QueueMessage>
