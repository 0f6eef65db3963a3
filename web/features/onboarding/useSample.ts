import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast } from '../../ui/Toast.tsx'
import { metricsQuery } from '../metrics/queries.ts'

/** Opens and removes the sample data; both change every figure of the workspace. */
export function useSample() {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isBusy, setBusy] = createSignal(false)
  /** True when it was done; a refusal is told and gives false. */
  const send = async (method: 'POST' | 'DELETE'): Promise<boolean> => {
    setBusy(true)
    try {
      await call('/api/v1/sample-data', { method })
      // The catalogue first: it says which figures there are to be asked for.
      await client.invalidateQueries(metricsQuery(workspace().id))
      await client.invalidateQueries({ queryKey: [workspace().id] })
      return true
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`, { isError: true })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, open: () => send('POST'), remove: () => send('DELETE') }
}
