import { useMutation, useQueryClient } from '@tanstack/solid-query'
import type { JobView } from '../../../contracts/jobs.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast } from '../../ui/Toast.tsx'
import { jobsKey, setSaved } from './queries.ts'

/** Says in a toast why something was refused. */
export function sayRefused(thrown: unknown): void {
  const { message, next } = asApiError(thrown)
  toast(`${message} ${next}`, { isError: true })
}

/** Saves a job, or takes it off the list. */
export function useSave(): (job: JobView) => void {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const save = useMutation(() => ({
    mutationFn: (job: JobView) => setSaved(job.id, !job.isSaved),
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) }),
  }))
  return (job) => save.mutate(job)
}
