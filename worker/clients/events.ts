import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

export const clientsAdded = defineEvent(
  'clients.added',
  1,
  z.object({ clients: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
)

/** What may change of a client. */
const ClientState = z.object({
  name: z.string(),
  externalId: z.string(),
  industry: z.string().nullable(),
  archivedAt: z.string().nullable(),
  version: z.number().int(),
})

const change = z.object({ clientId: z.uuid(), before: ClientState, after: ClientState })

export const clientCreated = defineEvent(
  'client.created',
  1,
  z.object({ clientId: z.uuid(), after: ClientState }),
)
export const clientChanged = defineEvent('client.changed', 1, change)
export const clientArchived = defineEvent('client.archived', 1, change)
export const clientRestored = defineEvent('client.restored', 1, change)
