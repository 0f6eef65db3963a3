import { describe, expect, it } from 'vitest'
import { consentAge, consentNotice } from './consent-age.ts'

const stateAt = (now: string, since = '2026-01-31T10:00:00.000Z') => consentAge(since, new Date(now)).state

describe('a consent', () => {
  it('[SN47] is asked for again after six months, and ends 14 days later', () => {
    expect(stateAt('2026-07-31T09:59:59Z')).toBe('good')
    expect(stateAt('2026-07-31T10:00:00Z')).toBe('asked')
    expect(stateAt('2026-08-14T09:59:59Z')).toBe('asked')
    expect(stateAt('2026-08-14T10:00:00Z')).toBe('ended')
    // A month that lacks the day ends on its last one.
    expect(stateAt('2026-02-28T10:00:00Z', '2025-08-31T10:00:00.000Z')).toBe('asked')
    expect(consentAge('2026-01-31T10:00:00.000Z', new Date(0)).endsAt).toBe('2026-08-14T10:00:00.000Z')
  })

  it('[SN50] is announced 14 days before, and told of until it has ended', () => {
    const stage = (now: string) => consentNotice('2026-01-31T10:00:00.000Z', new Date(now))?.stage ?? null
    expect(stage('2026-07-17T09:59:59Z')).toBeNull()
    expect(stage('2026-07-17T10:00:00Z')).toBe('soon')
    expect(stage('2026-07-31T10:00:00Z')).toBe('asked')
    expect(stage('2026-08-14T10:00:00Z')).toBeNull()
  })
})
