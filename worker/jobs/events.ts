import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

/** What may change of a listing. */
const JobState = z.object({
  title: z.string(),
  description: z.string(),
  place: z.string().nullable(),
  isRemote: z.boolean(),
  isBlind: z.boolean().default(false),
  skills: z.array(z.object({ name: z.string(), need: z.string(), level: z.number().int() })),
  rate: z.object({ amount: z.string(), currency: z.string(), per: z.string() }).nullable(),
  days: z.object({ from: z.string(), to: z.string() }),
  deadline: z.object({ day: z.string(), timeZone: z.string() }),
  closedAt: z.string().nullable(),
  version: z.number().int(),
})

const change = z.object({ jobId: z.uuid(), before: JobState, after: JobState })

export const jobPosted = defineEvent('job.posted', 1, z.object({ jobId: z.uuid(), after: JobState }))
export const jobChanged = defineEvent('job.changed', 1, change)
export const jobClosed = defineEvent('job.closed', 1, change)
