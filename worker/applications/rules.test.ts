import { describe, expect, it } from 'vitest'
import { ApplicationStage, stageSteps } from '../../contracts/job-stages.ts'
import { decideStage, decideStageBack, isNameless } from './rules.ts'

const stages = ApplicationStage.options

describe('the pipeline', () => {
  it('[JB12] goes only by listed steps, and nobody is hired without an offer', () => {
    const steps = stages.flatMap((from) =>
      stages.filter((to) => decideStage(from, to, 'workspace').ok).map((to) => `${from} ${to}`),
    )
    expect(steps).toEqual(
      stages.flatMap((from) =>
        stages.filter((to) => stageSteps[from].includes(to)).map((to) => `${from} ${to}`),
      ),
    )
    expect(steps.filter((step) => step.endsWith(' hired'))).toEqual(['offer hired'])
    expect(decideStage('hired', 'declined', 'workspace')).toEqual({
      ok: false,
      error: { code: 'stage_refused', details: { from: 'hired', allowed: [] } },
    })
  })

  it('[JB13] is left by the applicant alone, at any time before they are hired', () => {
    const left = stages.filter((from) => decideStage(from, 'withdrawn', 'applicant').ok)
    expect(left).toEqual(['new', 'shortlist', 'interview', 'offer', 'declined'])
    expect(stages.filter((from) => decideStage(from, 'withdrawn', 'workspace').ok)).toEqual([])
    expect(stages.filter((to) => to !== 'withdrawn' && decideStage('new', to, 'applicant').ok)).toEqual([])
  })

  it('[JB43] goes back to any stage it had, but for whom one has hired and what was taken back', () => {
    const back = (from: ApplicationStage) => stages.filter((to) => decideStageBack(from, to).ok)
    const standing = ['new', 'shortlist', 'interview', 'offer', 'declined']
    expect([back('declined'), back('offer')]).toEqual([standing, standing])
    expect([back('hired'), back('withdrawn')]).toEqual([[], []])
  })

  it('[JB42] has names from the interview on, and always where the job is not blind', () => {
    expect(stages.filter((stage) => isNameless(stage, true))).toEqual([
      'new',
      'shortlist',
      'declined',
      'withdrawn',
    ])
    expect(stages.filter((stage) => isNameless(stage, false))).toEqual([])
  })
})
