import { expect, it } from 'vitest'
import { allowedOrigin, isPreflight, preflightAnswer, readableBy, readCorsOrigins } from './cors.ts'

const from = (origin: string | null, init: RequestInit = {}) =>
  new Request('https://orrery.example/api/v1/metrics', {
    ...init,
    headers: { ...(origin === null ? {} : { origin }), ...init.headers },
  })

it('[AC90] allows no other site unless one is named', () => {
  expect(readCorsOrigins(undefined)).toEqual([])
  expect(readCorsOrigins(' https://a.example, http://localhost:3000 ')).toEqual([
    'https://a.example',
    'http://localhost:3000',
  ])
  for (const bad of [
    '*',
    'null',
    'https://a.example/',
    'https://a.example/x',
    'http://a.example',
    'a.example',
  ])
    expect(() => readCorsOrigins(bad)).toThrow()
})

it('[AC90] compares whole origins', () => {
  const allowed = ['https://a.example']
  expect(allowedOrigin(from('https://a.example'), allowed)).toBe('https://a.example')
  for (const other of [
    'https://a.example.evil.example',
    'https://b.a.example',
    'http://a.example',
    'null',
    null,
  ])
    expect(allowedOrigin(from(other), allowed)).toBeNull()
})

it('[AC90] lets an allowed site send a key and never a cookie', () => {
  const asked = from('https://a.example', {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'POST' },
  })
  expect([isPreflight(asked), isPreflight(from('https://a.example'))]).toEqual([true, false])
  const answers = [
    preflightAnswer('https://a.example'),
    readableBy('https://a.example', Response.json({ data: 1 })),
  ]
  for (const { headers } of answers) {
    expect(headers.get('access-control-allow-origin')).toBe('https://a.example')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    expect(headers.get('vary')).toContain('origin')
  }
  expect(answers[0]?.headers.get('access-control-allow-headers')).toContain('authorization')
})
