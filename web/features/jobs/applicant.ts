import type { JobApplicationView } from '../../../contracts/job-applications.ts'
import { words } from './words.ts'

const SIGN_CHARS = 4

/** How somebody who applied is called: by name, or by a sign while the job is blind. */
export function applicantName({ id, profile, blind }: JobApplicationView): string {
  if (profile !== null) return profile.name
  return blind === null ? words.erased : words.nameless(id.slice(-SIGN_CHARS).toUpperCase())
}
