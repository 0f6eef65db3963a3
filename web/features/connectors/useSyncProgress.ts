import { useQueryClient } from '@tanstack/solid-query'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { useProgress } from '../../lib/useProgress.ts'
import { refreshConnections } from './changes.ts'
import { withFrame } from './progress.ts'
import { connectionKey, connectionsKey } from './queries.ts'

/** Moves the bars of running syncs, in the list and on their own pages. */
export function useSyncProgress(workspaceId: () => string): void {
  const client = useQueryClient()
  useProgress({
    noun: 'connection',
    atWork: 'running',
    paint: (news) => {
      for (const { id, frame } of news) {
        client.setQueryData<ConnectionView>(
          connectionKey(workspaceId(), id),
          (view) => view && withFrame(view, frame),
        )
        client.setQueryData<ConnectionView[]>(connectionsKey(workspaceId()), (views) =>
          views?.map((view) => (view.id === id ? withFrame(view, frame) : view)),
        )
      }
    },
    onEnd: () => void refreshConnections(client, workspaceId()),
  })
}
