import { z } from 'zod'
import { ApplicationStage } from '../../contracts/job-stages.ts'
import { defineEvent } from '../events/define.ts'

// Whoever applied is no member, and what they said is sealed for them: the log has ids only.
const application = z.object({ applicationId: z.uuid(), jobId: z.uuid(), jobTitle: z.string() })

export const applicationReceived = defineEvent('application.received', 1, application)
/** From one stage to another, by the workspace or, where `to` is `withdrawn`, by the applicant. */
export const applicationMoved = defineEvent(
  'application.moved',
  1,
  application.extend({
    from: ApplicationStage,
    to: ApplicationStage,
    artistId: z.uuid().nullable(),
    bookingId: z.uuid().nullable(),
  }),
)
export const applicationNoted = defineEvent('application.noted', 1, application)
