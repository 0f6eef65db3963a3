import type { ErrorEntries } from './entry.ts'

/** Jobs, profiles and applications. */
export const jobsErrors = {
  deadline_passed: {
    status: 409,
    sentence: 'The deadline has passed.',
    next: 'Choose a later day, or look for another job. It ended at the moment in details.',
  },
  job_closed: {
    status: 409,
    sentence: 'The job is closed.',
    next: 'Look for another job, or post it again.',
  },
  own_job: {
    status: 409,
    sentence: 'This job is of the workspace you are in.',
    next: 'Switch to the workspace that you keep your profile in, and apply from there.',
  },
  profile_missing: {
    status: 409,
    sentence: 'You have no profile in this workspace yet.',
    next: 'Write your profile first; it goes along with what you send.',
  },
  already_applied: {
    status: 409,
    sentence: 'You have applied for this job already.',
    next: 'Open the application in details. Once you take it back you can send another one.',
  },
  stage_refused: {
    status: 409,
    sentence: 'An application cannot go from this stage to that one.',
    next: 'Choose one of the stages named in details.',
  },
  applicant_gone: {
    status: 409,
    sentence: 'The applicant erased their account.',
    next: 'Decline the application, or name the artist who is to be booked.',
  },
  image_unreadable: {
    status: 422,
    sentence: 'The image has no size that can be read.',
    next: 'Save it again as JPEG, PNG or WebP.',
  },
  image_too_large: {
    status: 422,
    sentence: 'The image has too many pixels.',
    next: 'Make it smaller; details say how many pixels it may have, and how many along one side.',
  },
  portfolio_full: {
    status: 409,
    sentence: 'The portfolio has no room for this file.',
    next: 'Remove a file you no longer show, or link to the video instead.',
  },
} as const satisfies ErrorEntries
