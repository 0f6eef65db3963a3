import { describe, expect, it } from 'vitest'
import {
  type FailureCode,
  healthOf,
  isAccessGone,
  retryDelayMs,
  type StreamFailure,
  shownFailure,
  withFailure,
  withSuccess,
} from './health.ts'

const failing = (...codes: [stream: string, code: FailureCode][]): StreamFailure[] =>
  codes.reduce<StreamFailure[]>(
    (failures, [stream, code], i) =>
      withFailure(failures, { stream, code, at: `2026-03-01T0${i}:00:00.000Z`, detail: null }),
    [],
  )

describe('the health of a connection', () => {
  it('[CN44] is an error after three failures of one stream in a row, not after three of three streams', () => {
    expect(healthOf(failing(['a', 'provider_down'], ['a', 'provider_down']))).toBe('active')
    expect(healthOf(failing(['a', 'provider_down'], ['a', 'provider_down'], ['a', 'layout_unknown']))).toBe(
      'error',
    )
    expect(healthOf(failing(['a', 'provider_down'], ['b', 'provider_down'], ['c', 'provider_down']))).toBe(
      'active',
    )
  })

  it('[CN44] is an error at once where somebody has to act', () => {
    for (const code of ['reauthorise', 'scopes_missing', 'account_unknown', 'provider_forbids'] as const)
      expect(healthOf(failing(['a', code]))).toBe('error')
  })

  it('[CN45] recovers when the failed stream is read, and not when another one is', () => {
    const failures = failing(['a', 'provider_forbids'])
    expect(healthOf(withSuccess(failures, 'b'))).toBe('error')
    expect(withSuccess(failures, 'a')).toEqual([])
  })

  it('[CN45] takes any stream that was read for a proof that the access works', () => {
    const failures = failing(['a', 'reauthorise'])
    expect(isAccessGone(failures)).toBe(true)
    expect(withSuccess(failures, 'b')).toEqual([])
  })

  it('shows what somebody has to act on before what passes by itself', () => {
    const failures = failing(['a', 'provider_forbids'], ['b', 'provider_down'])
    expect(shownFailure(failures)).toMatchObject({ stream: 'a', code: 'provider_forbids' })
    expect(shownFailure(failing(['a', 'provider_forbids'], ['b', 'reauthorise']))?.code).toBe('reauthorise')
    expect(shownFailure(failing(['a', 'provider_down'], ['b', 'layout_unknown']))?.stream).toBe('b')
    expect(shownFailure([])).toBeNull()
  })

  it('[CN43] tries again sooner than planned, less and less often, and never where only a person helps', () => {
    const minutes = [1, 2, 3, 4, 5, 6].map((times) => {
      const failures = failing(
        ...Array.from({ length: times }, () => ['a', 'provider_down'] as [string, FailureCode]),
      )
      return (retryDelayMs(failures[0] as StreamFailure) ?? 0) / 60_000
    })
    expect(minutes).toEqual([1, 5, 15, 60, 60, 60])
    expect(retryDelayMs(failing(['a', 'provider_forbids'])[0] as StreamFailure)).toBeNull()
  })
})
