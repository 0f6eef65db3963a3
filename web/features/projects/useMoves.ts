import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { TaskView, UpdateTask } from '../../../contracts/projects.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import type { Span } from '../../ui/timeline/scale.ts'
import { type DropChange, taskSpan, whenText } from './plan.ts'
import { changeTask, projectsKey } from './queries.ts'
import { words } from './words.ts'

/** A task that was let go somewhere else. */
interface Move {
  task: TaskView
  change: DropChange
  /** Where it is drawn until the server has answered. */
  at: Span
}

/** Moving tasks: drawn at once, taken back when the server refuses, and undone as what it was. What waits for a task moves along. */
export function useMoves(zone: () => string) {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [moving, setMoving] = createSignal<ReadonlyMap<string, Span>>(new Map())
  const send = ({ task, change }: Pick<Move, 'task' | 'change'>) => {
    const { startTime, durationMinutes } = change
    const body: UpdateTask = {
      ...(startTime === undefined ? {} : { constraint: { kind: 'start_no_earlier', time: startTime } }),
      ...(durationMinutes === undefined ? {} : { durationMinutes }),
    }
    return changeTask(task.id, task.version, body)
  }
  const done = async () => {
    await client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
    setMoving(new Map())
  }
  const fail = (thrown: unknown) => {
    const error = asApiError(thrown)
    toast(`${error.message} ${error.next}`.trim(), { isError: true })
  }
  const undo = useMutation<TaskView, Error, { before: TaskView; after: TaskView }>(() => ({
    mutationFn: ({ before: { constraint, durationMinutes, kind }, after }) =>
      changeTask(after.id, after.version, {
        constraint,
        ...(kind === 'milestone' ? {} : { durationMinutes }),
      }),
    onSuccess: () => toast(words.putBack),
    onError: fail,
    onSettled: done,
  }))
  const move = useMutation<TaskView, Error, Move>(() => ({
    mutationFn: send,
    onMutate: ({ task, at }) => setMoving(new Map([[task.id as string, at]])),
    onSuccess: (after, { task: before }) => {
      const isSame = after.startTime === before.startTime && after.endTime === before.endTime
      if (isSame) return toast(words.notMoved(after.name))
      return toastUndo(words.moved(after.name, whenText(taskSpan(after, zone()))), () =>
        undo.mutate({ before, after }),
      )
    },
    onError: fail,
    onSettled: done,
  }))
  return { moving, move: (what: Move) => move.mutate(what) }
}
