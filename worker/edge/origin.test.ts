import { describe, expect, it } from 'vitest'
import { isSameOrigin, pathOf } from './origin.ts'

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

describe('pathOf', () => {
  it.each([
    'https://orrery.example/api/v1/metrics',
    'https://orrery.example/api/v1/clients?name=a/b?c&x=://',
    'http://127.0.0.1:8787/',
    'http://[::1]:8787/a%2Fb?',
  ])('[AC31] reads path and query of %s as the platform does', (url) => {
    const { pathname, search } = pathOf(url)
    const { pathname: expected, search: query } = new URL(url)
    expect([pathname, search.replace(/^\?$/, '')]).toEqual([expected, query])
  })
})
