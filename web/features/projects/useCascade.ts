import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { AppliedCascade, CascadeChange, CascadeView } from '../../../contracts/project-plans.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import type { Span } from '../../ui/timeline/scale.ts'
import { taskSpan, whenText } from './plan.ts'
import { applyCascade, previewCascade, projectsKey, undoCascade } from './queries.ts'
import { words } from './words.ts'

/** A change of the plan that somebody is asked about, and what would come of it. */
export interface Asked {
  changes: readonly CascadeChange[]
  view: CascadeView
  /** The plan was changed by somebody else between the question and the answer. */
  isStale: boolean
}

/** A task that was let go somewhere else. */
interface Move {
  change: CascadeChange
  name: string
  /** Where it is drawn until the server has answered. */
  at: Span
}

/**
 * Moving tasks: what would follow is asked of the server first. Where nothing else moves, it is done at once; else it is shown and asked
 * about, done as one command, and undone as one.
 */
export function useCascade(projectId: () => string, zone: () => string) {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [asked, setAsked] = createSignal<Asked | null>(null)
  const [moving, setMoving] = createSignal<ReadonlyMap<string, Span>>(new Map())

  const refresh = () => client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
  const rest = () => {
    setAsked(null)
    setMoving(new Map())
  }
  const fail = (thrown: unknown) => {
    rest()
    const error = asApiError(thrown)
    toast(`${error.message} ${error.next}`.trim(), { isError: true })
  }
  /** Draws what would move where it would be. */
  const show = (changes: readonly CascadeChange[], view: CascadeView, isStale: boolean) => {
    setMoving(new Map(view.moves.map(({ taskId, after }) => [taskId as string, taskSpan(after, zone())])))
    setAsked({ changes, view, isStale })
  }
  const tell = (done: AppliedCascade) => {
    const [move] = done.moves
    if (move === undefined) return
    const said =
      done.moves.length === 1
        ? words.moved(move.name, whenText(taskSpan(move.after, zone())))
        : words.movedMany(done.moves.length)
    toastUndo(said, () => undo.mutate(done.cascadeId))
  }
  const undo = useMutation<AppliedCascade, Error, string>(() => ({
    mutationFn: (cascadeId) => undoCascade(projectId(), cascadeId),
    onSuccess: () => toast(words.putBack),
    onError: fail,
    onSettled: refresh,
  }))
  const send = async ({
    changes,
    view,
  }: Pick<Asked, 'changes' | 'view'>): Promise<AppliedCascade | Asked> => {
    try {
      return await applyCascade(projectId(), changes, view.planVersion)
    } catch (thrown) {
      if (asApiError(thrown).code !== 'stale_version') throw thrown
      // Somebody else was faster: what it would come to now is asked about, whatever it is.
      return { changes, view: await previewCascade(projectId(), changes), isStale: true }
    }
  }
  const apply = useMutation<AppliedCascade | Asked, Error, Pick<Asked, 'changes' | 'view'>>(() => ({
    mutationFn: send,
    onSuccess: async (answer) => {
      if ('isStale' in answer) return show(answer.changes, answer.view, true)
      tell(answer)
      await refresh()
      rest()
    },
    onError: async (thrown) => {
      fail(thrown)
      await refresh()
    },
  }))
  const preview = useMutation<CascadeView, Error, Move>(() => ({
    mutationFn: ({ change }) => previewCascade(projectId(), [change]),
    onMutate: ({ change, at }) => setMoving(new Map([[change.taskId as string, at]])),
    onSuccess: (view, { change, name }) => {
      if (view.moves.length === 0) {
        rest()
        return toast(words.notMoved(name))
      }
      const isAlone = view.moves.length === 1 && view.bookingCount === 0
      if (isAlone) return apply.mutate({ changes: [change], view })
      return show([change], view, false)
    },
    onError: fail,
  }))
  const recheck = useMutation<CascadeView, Error, void>(() => ({
    mutationFn: () => previewCascade(projectId(), []),
    onSuccess: (view) => (view.moves.length === 0 ? toast(words.recheckNothing) : show([], view, false)),
    onError: fail,
  }))
  return {
    asked,
    /** Where tasks are drawn while a change of theirs is on its way or asked about. */
    moving,
    isBusy: () => apply.isPending,
    move: (move: Move) => preview.mutate(move),
    /** Asks what the hours of today would move: other hours move nothing by themselves. */
    recheck: () => recheck.mutate(),
    apply() {
      const now = asked()
      if (now) apply.mutate(now)
    },
    cancel: rest,
  }
}

export type Cascade = ReturnType<typeof useCascade>
