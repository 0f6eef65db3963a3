import { memberPages, visitorPages } from './demo.ts'
import { expect, member } from './fixtures.ts'

const addresses = [
  ...Object.values(visitorPages),
  ...Object.values(memberPages),
  '/api/v1/me',
  '/healthz',
  '/no-such-page',
  '/theme.js',
]

member('every response carries the security headers', async ({ request }) => {
  for (const address of addresses) {
    const answer = await request.get(address, { maxRedirects: 0 })
    const headers = answer.headers()
    expect(headers['x-content-type-options'], address).toBe('nosniff')
    expect(headers['referrer-policy'], address).toBeTruthy()
    const policy = headers['content-security-policy'] ?? ''
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy, address).toContain(part)
    expect(policy, address).not.toMatch(/script-src[^;]*'unsafe-/)
  }
})
