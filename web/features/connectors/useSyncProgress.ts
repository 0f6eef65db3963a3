import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { onCleanup } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { onFrame } from '../../lib/live.ts'
import { refreshConnections } from './changes.ts'
import { type SyncFrame, withFrame } from './progress.ts'
import { connectionKey, connectionsKey } from './queries.ts'

const PAINT_MS = 1_000
const SUBJECT = 'connection:'

interface Waiting {
  id: string
  frame: SyncFrame
}

function apply(client: QueryClient, workspaceId: string, frames: ReadonlyMap<string, Waiting>): void {
  for (const { id, frame } of frames.values()) {
    client.setQueryData<ConnectionView>(
      connectionKey(workspaceId, id),
      (view) => view && withFrame(view, frame),
    )
    client.setQueryData<ConnectionView[]>(connectionsKey(workspaceId), (views) =>
      views?.map((view) => (view.id === id ? withFrame(view, frame) : view)),
    )
  }
}

/** Moves the bars of running syncs with what the socket says, painted at most once a second. */
export function useSyncProgress(workspaceId: () => string): void {
  const client = useQueryClient()
  const waiting = new Map<string, Waiting>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let paintedAtMs = 0
  const paint = () => {
    timer = undefined
    paintedAtMs = Date.now()
    apply(client, workspaceId(), waiting)
    waiting.clear()
  }
  const stop = onFrame('progress', (frame) => {
    if (!frame.subject.startsWith(SUBJECT)) return
    const id = frame.subject.slice(SUBJECT.length)
    const at = `${id}:${frame.stream}`
    if (frame.status !== 'running') {
      waiting.delete(at)
      void refreshConnections(client, workspaceId())
      return
    }
    waiting.set(at, { id, frame })
    timer ??= setTimeout(paint, Math.max(0, paintedAtMs + PAINT_MS - Date.now()))
  })
  onCleanup(() => {
    stop()
    clearTimeout(timer)
  })
}
