import type { ErrorEntries } from './entry.ts'

/** Projects. */
export const projectsErrors = {
  dependency_loop: {
    status: 409,
    sentence: 'That would make tasks wait for each other in a circle.',
    next: 'Leave out one of the dependencies on the path in details.',
  },
  links_choice: {
    status: 409,
    sentence: 'The task stands between others.',
    next: 'Say links=bridge to link them as in details, or links=drop to let them go.',
  },
  project_archived: {
    status: 409,
    sentence: 'The project is archived.',
    next: 'Bring it back from the archive first.',
  },
} as const satisfies ErrorEntries
