import { expect, it } from 'vitest'
import type { JobApplicationView } from '../../../contracts/job-applications.ts'
import { applicantName } from './applicant.ts'

it('[JB42] calls somebody by name, by a sign while names are hidden, and as erased once nothing is left', () => {
  const named = (over: object) =>
    applicantName({
      ...{ id: '01900000-0000-7000-8000-0000000000ab', profile: null, blind: null },
      ...over,
    } as JobApplicationView)
  expect(named({ profile: { name: 'Ines' } })).toBe('Ines')
  expect(named({ blind: {} })).toBe('Person 00AB')
  expect(named({})).toBe('Erased person')
})
