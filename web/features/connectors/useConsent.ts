import { useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { type ApiError, asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { refreshConnections } from './changes.ts'
import { onConsent, openConsentWindow } from './consent.ts'
import { authorise } from './queries.ts'

/** Why there is no consent: a code of the error table, with the words of the server where it was asked. */
export interface Refusal {
  code: string
  error: ApiError | null
}

export interface Consent {
  /** The person is in the other window. */
  isWaiting: Accessor<boolean>
  refusal: Accessor<Refusal | null>
  /** Must be called straight from a click, or the browser stops the window. */
  begin: (provider: string, target: { clientId: string } | { connectionId: string }) => Promise<void>
  /** Stops waiting, or puts the refusal away; the window may still be finished. */
  dismiss: () => void
}

/**
 * Asks for consent at a provider in a window of its own, in this one where the browser allows no other. `onDone` is called
 * with the connection once that window says so.
 */
export function useConsent(onDone: (connectionId: string) => void): Consent {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isWaiting, setWaiting] = createSignal(false)
  const [refusal, setRefusal] = createSignal<Refusal | null>(null)
  const end = (why: Refusal | null) => {
    setWaiting(false)
    setRefusal(why)
  }
  const stop = onConsent((news) => {
    if (!isWaiting()) return
    void refreshConnections(client, workspace().id)
    if ('problem' in news) return end({ code: news.problem, error: null })
    end(null)
    onDone(news.connectionId)
  })
  // The channel may be closed to us; whoever comes back from the other window sees what is there now.
  const onFocus = () => {
    if (isWaiting()) void refreshConnections(client, workspace().id)
  }
  addEventListener('focus', onFocus)
  onCleanup(() => {
    stop()
    removeEventListener('focus', onFocus)
  })
  return {
    isWaiting,
    refusal,
    async begin(provider, target) {
      const opened = openConsentWindow()
      setWaiting(true)
      setRefusal(null)
      try {
        const { url } = await authorise(workspace().id, provider, target)
        if (opened) opened.show(url)
        else location.assign(url)
      } catch (thrown) {
        opened?.close()
        const error = asApiError(thrown)
        end({ code: error.code, error })
      }
    },
    dismiss: () => end(null),
  }
}
