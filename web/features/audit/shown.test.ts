import { describe, expect, it } from 'vitest'
import { auditShown, filterQuery, isNarrowed } from './shown.ts'

describe('the address of the audit page', () => {
  it('[AU8] says what is shown, and what the server is asked', () => {
    const shown = auditShown({
      actor: 'person:p1',
      kind: 'clients',
      record: 'client:c1',
      from: '2026-01-01',
      to: '2026-01-31',
      steps: 'yes',
      cursor: '40',
    })
    expect(shown).toEqual({
      actor: 'person:p1',
      kind: 'clients',
      record: 'client:c1',
      from: '2026-01-01',
      to: '2026-01-31',
      withSteps: true,
      cursor: '40',
    })
    expect(filterQuery(shown).toString()).toBe(
      'actor=person%3Ap1&kind=clients&record=client%3Ac1&from=2026-01-01&to=2026-01-31&steps=yes',
    )
  })

  it('[AU8] narrows nothing by what it does not know', () => {
    const shown = auditShown({ kind: 'nonsense', from: 'yesterday', steps: '1' })
    expect(isNarrowed(shown)).toBe(false)
    expect(filterQuery(shown).toString()).toBe('')
    expect(isNarrowed(auditShown({ actor: 'key:k' }))).toBe(true)
  })
})
