/** Addresses of the stand-ins for Xero, one for each test file, because faults and limits are those of the whole stand-in. */
export interface XeroForTests {
  consents: string
  tokens: string
  syncs: string
  faults: string
  changes: string
  badInput: string
  reference: string
}

declare module 'vitest' {
  interface ProvidedContext {
    xero: XeroForTests
  }
}

/** The app that the tests connect with. */
export const xeroClient = { id: 'client-of-the-tests', secret: 'secret-of-the-tests' }
