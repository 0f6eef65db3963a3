import type { TestProject } from 'vitest/node'
import { startXeroSandbox } from '../../sandbox/xero/server.ts'
import { type XeroForTests, xeroClient } from './xero-for-tests.ts'

/** Where the Worker of the tests says that browsers come back to. */
const REDIRECT_URI = 'http://127.0.0.1:8787/api/v1/connections/xero/callback'

/** Every test reads its books anew, so they are short. */
const HISTORY_MONTHS = 3
/** Long enough for several pages of the smaller organisation, between which a sync is killed. */
const HISTORY_MONTHS_OF_SYNCS = 6

/** Starts stand-ins for Xero for the length of the run and provides their addresses; each test file takes one for itself. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const places = [
    'consents',
    'tokens',
    'syncs',
    'faults',
    'changes',
    'badInput',
    'reference',
  ] as const satisfies readonly (keyof XeroForTests)[]
  const started = await Promise.all(
    places.map((place) =>
      startXeroSandbox({
        port: 0,
        clientId: xeroClient.id,
        clientSecret: xeroClient.secret,
        redirectUris: [REDIRECT_URI],
        seed: `tests of ${place}`,
        historyMonths: place === 'syncs' ? HISTORY_MONTHS_OF_SYNCS : HISTORY_MONTHS,
        now: () => new Date(),
        bookEveryMs: null,
        stateFile: null,
      }),
    ),
  )
  const urls = Object.fromEntries(places.map((place, i) => [place, started[i]?.url ?? '']))
  // Every place of the type is in the list it was made from.
  project.provide('xero', urls as unknown as XeroForTests)
  return async () => {
    await Promise.all(started.map((sandbox) => sandbox.close()))
  }
}
