import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { ConnectionView, StreamView, UpdateConnection } from '../../../contracts/connections.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import {
  EditConflict,
  holdAnswers,
  knownConnection,
  refreshConnections,
  saveConnection,
  storeConnection,
} from './changes.ts'
import { cancelSync, confirmConsent, startSync } from './queries.ts'
import { words } from './words.ts'

/** Shows what could not be done: what happened and what to do. */
export function sayFailure(thrown: unknown): void {
  const error = asApiError(thrown)
  toast(`${error.message} ${error.next}`.trim(), { isError: true })
}

/** What can be done with a connection from the list and from its own page. */
export function useActions() {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [busy, setBusy] = createSignal<string | null>(null)
  const known = (view: ConnectionView) => knownConnection(client, workspace().id, view.id) ?? view

  const during = async (view: ConnectionView, work: () => Promise<unknown>) => {
    setBusy(view.id)
    try {
      await work()
    } catch (thrown) {
      sayFailure(thrown)
    } finally {
      await refreshConnections(client, workspace().id)
      setBusy(null)
    }
  }

  /** Shows the change at once, sends it, and puts it back when it was refused. */
  const change = async (
    before: ConnectionView,
    body: UpdateConnection,
    shown: ConnectionView,
  ): Promise<boolean> => {
    await holdAnswers(client, workspace().id, before.id)
    storeConnection(client, workspace().id, shown)
    try {
      const saved = await saveConnection(workspace().id, before, body)
      storeConnection(client, workspace().id, saved.view)
      if (saved.isMerged) toast(words.act.merged)
      return true
    } catch (thrown) {
      storeConnection(client, workspace().id, thrown instanceof EditConflict ? thrown.now : before)
      // A switch that somebody else has thrown meanwhile stands as they left it; there is nothing to choose between.
      if (!(thrown instanceof EditConflict)) sayFailure(thrown)
      return false
    }
  }

  const setPaused = async (view: ConnectionView, isPaused: boolean): Promise<void> => {
    const before = known(view)
    const isDone = await change(before, { isPaused }, { ...before, status: isPaused ? 'disabled' : 'active' })
    const say = isPaused ? words.act.paused(before.label) : words.act.resumed(before.label)
    if (isDone) toastUndo(say, () => void setPaused(before, !isPaused))
  }

  const setEnabled = async (view: ConnectionView, stream: StreamView, isEnabled: boolean): Promise<void> => {
    const before = known(view)
    const shown = {
      ...before,
      streams: before.streams.map((one) => (one.stream === stream.stream ? { ...one, isEnabled } : one)),
    }
    const isDone = await change(before, { streams: [{ stream: stream.stream, isEnabled }] }, shown)
    const say = isEnabled ? words.schedule.turnedOn(stream.label) : words.schedule.turnedOff(stream.label)
    if (isDone) toastUndo(say, () => void setEnabled(before, stream, !isEnabled))
  }

  return {
    /** True while a sync of this connection is being begun or ended. */
    isBusy: (view: ConnectionView) => busy() === view.id,
    sync: (view: ConnectionView) =>
      during(view, async () => {
        await startSync(workspace().id, view.id)
        toast(words.act.started(view.label))
      }),
    cancel: (view: ConnectionView) =>
      during(view, async () => {
        await cancelSync(workspace().id, view.id)
        toast(words.act.cancelled(view.label))
      }),
    confirm: (view: ConnectionView) =>
      during(view, async () => {
        await confirmConsent(workspace().id, view.id)
        toast(words.consentAge.confirmed(view.label))
      }),
    setPaused,
    setEnabled,
  }
}

export type Actions = ReturnType<typeof useActions>
