import { QueryClient, QueryObserver } from '@tanstack/solid-query'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeRefresher, type Refresher } from './refresher.ts'

let nowMs = 0
let due: (() => void)[] = []
let client: QueryClient
let refresher: Refresher
let calls: string[] = []

beforeEach(() => {
  nowMs = 1_000
  due = []
  calls = []
  client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  })
  refresher = makeRefresher(client, {
    nowMs: () => nowMs,
    after: (_delayMs, run) => {
      due.push(run)
      return () => {
        due = due.filter((one) => one !== run)
      }
    },
  })
})

/** Somebody looks at an answer. */
async function look(...queryKey: string[]): Promise<void> {
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: async () => {
      calls.push(queryKey.join('/'))
      return calls.length
    },
  })
  await new Promise<void>((resolve) => observer.subscribe(({ isSuccess }) => isSuccess && resolve()))
  calls = []
}

/** The moment is over. */
async function pass(): Promise<void> {
  nowMs += 100
  const [...now] = due
  due = []
  for (const run of now) run()
  await Promise.resolve()
}

const ownChange = (...queryKey: string[]) => client.invalidateQueries({ queryKey })

describe('[SH20] what somebody changed', () => {
  it('is asked for once in a moment, however many frames come, and nothing else is', async () => {
    await look('w', 'bookings')
    await look('w', 'artists')
    await look('w', 'clients')
    nowMs += 1
    for (const area of ['bookings', 'artists', 'bookings', 'artists', 'bookings'])
      refresher.touch(['w', area])
    expect(calls).toEqual([])
    await pass()
    expect(calls).toEqual(['w/bookings', 'w/artists'])
    await pass()
    expect(calls).toHaveLength(2)
  })

  it('is not asked for again where its maker has asked since', async () => {
    await look('w', 'bookings')
    nowMs += 1
    refresher.touch(['w', 'bookings'])
    nowMs += 5
    await ownChange('w', 'bookings')
    await pass()
    expect(calls).toEqual(['w/bookings'])
  })

  it('is asked for again where the answer under way may be older', async () => {
    await look('w', 'bookings')
    nowMs += 1
    void ownChange('w', 'bookings')
    nowMs += 5
    refresher.touch(['w', 'bookings'])
    await pass()
    expect(calls).toEqual(['w/bookings', 'w/bookings'])
  })

  it('is asked for again where another change came after its maker had asked', async () => {
    await look('w', 'bookings')
    nowMs += 1
    refresher.touch(['w', 'bookings'])
    nowMs += 5
    await ownChange('w', 'bookings')
    nowMs += 5
    refresher.touch(['w', 'bookings'])
    await pass()
    expect(calls).toEqual(['w/bookings', 'w/bookings'])
  })

  it('is old where nobody looks at it now, and is asked for when somebody does', async () => {
    client.setQueryData(['w', 'bookings'], 1)
    refresher.touch(['w', 'bookings'])
    await pass()
    expect(client.getQueryState(['w', 'bookings'])?.isInvalidated).toBe(true)
  })

  it('is not asked for once its page is gone', async () => {
    await look('w', 'bookings')
    nowMs += 1
    refresher.touch(['w', 'bookings'])
    refresher.stop()
    await pass()
    expect(calls).toEqual([])
  })
})
