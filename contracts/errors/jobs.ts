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
  not_a_person: {
    status: 409,
    sentence: 'Only an artist who is a person can be linked to a profile.',
    next: 'Open the page of a person; rooms and kit have no profile.',
  },
  not_hired: {
    status: 409,
    sentence: 'Nobody was hired by this application.',
    next: 'Hire the applicant first, or ask for the profile of somebody on the board.',
  },
  profile_gone: {
    status: 409,
    sentence: 'Nobody keeps this profile any more.',
    next: 'Ask for the profile of somebody who is on the board.',
  },
  link_standing: {
    status: 409,
    sentence: 'The artist or the profile has a link in this workspace already, or a request for one.',
    next: 'End that link, or take the request back, before you ask for another one.',
  },
  link_refused_lately: {
    status: 409,
    sentence: 'This person has said no to your workspace, or ended the link.',
    next: 'Ask again after the day in details.',
  },
  link_settled: {
    status: 409,
    sentence: 'This request or link was settled before.',
    next: 'Load the page again; details say what became of it.',
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
