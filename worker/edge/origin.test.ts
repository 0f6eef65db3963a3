import { describe, expect, it } from 'vitest'
import { isSameOrigin } from './origin.ts'

const origins = ['https://orrery.example']
const says = (headers: Record<string, string>) =>
  isSameOrigin(new Request('https://orrery.example/x', { method: 'POST', headers }), { origins })

describe('isSameOrigin', () => {
  it.each([
    [{ origin: 'https://orrery.example' }, true],
    [{ origin: 'https://orrery.example', 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{}, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://orrery.example' }, false],
    [{ origin: 'https://orrery.example.evil.example' }, false],
    [{ origin: 'https://orrery.example:444' }, false],
    [{ origin: 'https://orrery.example', 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
  ] as [Record<string, string>, boolean][])('[AC23] judges %j as %s', (headers, expected) => {
    expect(says(headers)).toBe(expected)
  })
})
