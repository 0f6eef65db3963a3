import type { ErrorEntries } from './entry.ts'

/** Clients, records, sample data. */
export const recordsErrors = {
  month_archived: {
    status: 409,
    sentence: 'The rows of that month are archived: what they add up to stands in their place.',
    next: 'Use a later day; Settings, Data & retention, says which months are archived.',
  },
  client_archived: {
    status: 409,
    sentence: 'The client is archived.',
    next: 'Bring it back from the archive, or choose another client.',
  },
  default_client: {
    status: 409,
    sentence: 'The client that stands for the workspace itself cannot be archived.',
    next: 'Archive another client.',
  },
  sample_data: {
    status: 409,
    sentence: 'The sample data is read-only.',
    next: 'Remove the sample data, then enter your own.',
  },
  has_data: {
    status: 409,
    sentence: 'The workspace has numbers of its own already.',
    next: 'Keep it as it is, or make a new workspace.',
  },
} as const satisfies ErrorEntries
