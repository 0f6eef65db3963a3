import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

export const clientsAdded = defineEvent(
  'clients.added',
  1,
  z.object({ clients: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
)
