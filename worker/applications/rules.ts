import type { ProfileSnapshot } from '../../contracts/artist-profiles.ts'
import type { BlindProfile } from '../../contracts/job-applications.ts'
import { ApplicationStage, stageSteps } from '../../contracts/job-stages.ts'
import { err, ok, type Result, unreachable } from '../../contracts/result.ts'

export type StageRefusal = {
  code: 'stage_refused'
  details: { from: ApplicationStage; allowed: readonly ApplicationStage[] }
}

/** Whether an application may go from one stage to another. Only the applicant takes it back, and not once they are hired. */
export function decideStage(
  from: ApplicationStage,
  to: ApplicationStage,
  by: 'workspace' | 'applicant',
): Result<null, StageRefusal> {
  const allowed: readonly ApplicationStage[] = by === 'workspace' ? stageSteps[from] : withdrawable(from)
  return allowed.includes(to) ? ok(null) : err({ code: 'stage_refused', details: { from, allowed } })
}

/** Whether an application to a blind job is read without a name: until the interview, in which people meet. */
export const isNameless = (stage: ApplicationStage, isJobBlind: boolean): boolean =>
  isJobBlind && !metStages.includes(stage)
const metStages: readonly ApplicationStage[] = ['interview', 'offer', 'hired']

/** What of a profile says nothing of who somebody is. */
export const blindOf = ({ skills, rates, preferences, experience }: ProfileSnapshot): BlindProfile => ({
  ...{ skills, rates, preferences },
  experience: experience.map(({ from, to, skills: used }) => ({ from, to, skills: used })),
})

/**
 * Whether an application may be given a stage it had. Unlike a step it may go back over several, and out of `declined` to where it was; whom
 * one has hired keeps the hold, and what the applicant took back is theirs.
 */
export function decideStageBack(from: ApplicationStage, to: ApplicationStage): Result<null, StageRefusal> {
  const allowed = ends.includes(from) ? [] : ApplicationStage.options.filter((one) => !ends.includes(one))
  return allowed.includes(to) ? ok(null) : err({ code: 'stage_refused', details: { from, allowed } })
}
const ends: readonly ApplicationStage[] = ['hired', 'withdrawn']

/** What the workspace of a job is told of a new application. */
export const saidReceived = (jobTitle: string) => ({
  title: `Somebody applied: ${jobTitle}`,
  body: 'Open the job to see how they fit and what they wrote.',
})

/** What an applicant is told of a stage; null: nothing, because it is their own doing. */
export function saidMoved(of: {
  stage: ApplicationStage
  jobTitle: string
  workspaceName: string
}): { title: string; body: string } | null {
  const { stage, jobTitle, workspaceName } = of
  switch (stage) {
    case 'new':
    case 'withdrawn':
      return null
    case 'shortlist':
      return { title: `Shortlisted: ${jobTitle}`, body: `${workspaceName} put you on its short list.` }
    case 'interview':
      return { title: `Interview: ${jobTitle}`, body: `${workspaceName} would like to talk to you.` }
    case 'offer':
      return { title: `Offer: ${jobTitle}`, body: `${workspaceName} would like to work with you.` }
    case 'hired':
      return { title: `Hired: ${jobTitle}`, body: `${workspaceName} hired you and holds the days for you.` }
    case 'declined':
      return { title: `Declined: ${jobTitle}`, body: `${workspaceName} chose somebody else this time.` }
    default:
      return unreachable(stage)
  }
}

const withdrawable = (from: ApplicationStage): readonly ApplicationStage[] =>
  from === 'hired' || from === 'withdrawn' ? [] : ['withdrawn']
