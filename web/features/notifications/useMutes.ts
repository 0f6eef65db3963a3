import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast } from '../../ui/Toast.tsx'
import { mutesQuery, setMuted } from './queries.ts'
import { words } from './words.ts'

/** Records the reader has made silent, and how that is changed. */
export function useMutes() {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => mutesQuery(workspace().id))
  const change = useMutation(() => ({
    mutationFn: setMuted,
    onSuccess: (muted, { isMuted }) =>
      toast(isMuted ? words.mutes.done(muted.title) : words.mutes.undone(muted.title)),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: mutesQuery(workspace().id).queryKey }),
  }))
  const mutes = () => dataOf(query) ?? []
  return {
    mutes,
    muteOf: (subject: string) => mutes().find((one) => one.subject === subject),
    change: change.mutate,
    isBusy: () => change.isPending,
  }
}
