import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast } from '../../ui/Toast.tsx'
import { deletionQuery, keepWorkspace } from './queries.ts'
import { words } from './words.ts'

/** Keeps the workspace after all. */
export function useKeep() {
  const workspace = useWorkspace()
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: () => keepWorkspace(workspace().id),
    onSuccess: () => toast(words.kept),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: deletionQuery(workspace().id).queryKey }),
  }))
}
