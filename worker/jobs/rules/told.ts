import type { JobListing } from '../../../contracts/jobs.ts'

type Said = Pick<JobListing, 'title' | 'workspaceName' | 'deadline'>

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** The last day on which one can apply, as a day of its zone. */
const until = ({ day, timeZone }: Said['deadline']) =>
  `${dayFormat.format(new Date(`${day}T00:00:00Z`))}, ${timeZone} time`

/** What somebody is told of a job that matches a search of theirs. */
export const saidFound = ({ title, workspaceName, deadline }: Said) => ({
  title: `New job: ${title}`,
  body: `${workspaceName} posted a job that matches a search you saved. Apply until ${until(deadline)}.`,
})

/** What somebody is told of a job they saved. */
export const saidDeadline = ({ title, deadline }: Said) => ({
  title: `Deadline soon: ${title}`,
  body: `You saved this job. Apply until ${until(deadline)}.`,
})
