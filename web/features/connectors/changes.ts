import type { QueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { ConnectionView, UpdateConnection } from '../../../contracts/connections.ts'
import { ApiError } from '../../lib/errors.ts'
import { key } from '../../lib/query.ts'
import { connectionKey, connectionsKey, patchConnection } from './queries.ts'
import { collides } from './schedule.ts'

/** Two people changed the same thing: `now` is the connection as it stands. */
export class EditConflict extends Error {
  readonly now: ConnectionView

  constructor(now: ConnectionView) {
    super('somebody else changed the same thing')
    this.name = 'EditConflict'
    this.now = now
  }
}

export interface Saved {
  view: ConnectionView
  /** Somebody else changed another part meanwhile; both changes are in. */
  isMerged: boolean
}

/**
 * Saves a change of `base`. When the connection has moved meanwhile, the change is put on top of what it is now unless both
 * touch the same thing; then `EditConflict` is thrown. Throws `ApiError` for every other refusal.
 */
export async function saveConnection(
  workspaceId: string,
  base: ConnectionView,
  change: UpdateConnection,
): Promise<Saved> {
  try {
    return { view: await patchConnection(workspaceId, base.id, base.version, change), isMerged: false }
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.code !== 'stale_version') throw thrown
    // The server sends the connection as it stands with this refusal.
    const now = thrown.details as ConnectionView
    if (collides(base, now, change)) throw new EditConflict(now)
    return { view: await patchConnection(workspaceId, base.id, now.version, change), isMerged: true }
  }
}

/** Puts a connection into the cache, where the list and its own page read it. */
export function storeConnection(client: QueryClient, workspaceId: string, view: ConnectionView): void {
  client.setQueryData(connectionKey(workspaceId, view.id), view)
  client.setQueryData<ConnectionView[]>(connectionsKey(workspaceId), (all) =>
    all?.map((one) => (one.id === view.id ? view : one)),
  )
}

/**
 * The connection as it is known now, from its own page or the list. A copy: what the cache holds is changed in place when a
 * list is refreshed, and what was before must stay what it was.
 */
export function knownConnection(
  client: QueryClient,
  workspaceId: string,
  id: string,
): ConnectionView | undefined {
  const known =
    client.getQueryData<ConnectionView>(connectionKey(workspaceId, id)) ??
    client.getQueryData<ConnectionView[]>(connectionsKey(workspaceId))?.find((one) => one.id === id)
  return known && structuredClone(known)
}

const [erasing, setErasing] = createSignal<string | null>(null)

/** The connection that is being erased: its own page must not ask for it any more, because it may be gone already. */
export { erasing, setErasing }

/** Asks for everything about connections again. */
export function refreshConnections(client: QueryClient, workspaceId: string): Promise<void> {
  return client.invalidateQueries({ queryKey: [workspaceId, 'connections'] })
}

/** Stops answers that are on their way, so that they cannot overwrite what was just changed by hand. */
export async function holdAnswers(client: QueryClient, workspaceId: string, id: string): Promise<void> {
  await client.cancelQueries({ queryKey: key(workspaceId, 'connections', 'list') })
  await client.cancelQueries({ queryKey: connectionKey(workspaceId, id) })
}
