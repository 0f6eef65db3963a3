import { z } from 'zod'

/** Where an application stands. Only `hired`, `declined` and `withdrawn` are ends. */
export const ApplicationStage = z.enum([
  'new',
  'shortlist',
  'interview',
  'offer',
  'hired',
  'declined',
  'withdrawn',
])
export type ApplicationStage = z.infer<typeof ApplicationStage>

/** The columns of the pipeline, in their order. */
export const pipelineStages = ['new', 'shortlist', 'interview', 'offer', 'hired'] as const

/** What a studio can make of an application, from where it stands. Withdrawing is the applicant's. */
export const stageSteps: Readonly<Record<ApplicationStage, readonly ApplicationStage[]>> = {
  new: ['shortlist', 'interview', 'declined'],
  shortlist: ['new', 'interview', 'offer', 'declined'],
  interview: ['shortlist', 'offer', 'declined'],
  offer: ['interview', 'hired', 'declined'],
  hired: [],
  declined: ['new'],
  withdrawn: [],
}
