import { queryOptions } from '@tanstack/solid-query'
import type {
  NotificationPreferences,
  PutNotificationPreferences,
} from '../../../contracts/notification-preferences.ts'
import type {
  MutedView,
  NotificationView,
  ReadNotifications,
  UnreadView,
} from '../../../contracts/notifications.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key, rowsInPlace } from '../../lib/query.ts'
import { connection } from '../../lib/stores/live.ts'

const PAGE = '50'
/** Whoever has no socket asks now and then. */
const ASK_EVERY_MS = 60_000

export interface InboxPage {
  rows: NotificationView[]
  nextCursor: string | null
  unread: number
}

export interface InboxShown {
  isUnreadOnly: boolean
  cursor: string | undefined
}

async function readInbox(query: URLSearchParams, signal: AbortSignal): Promise<InboxPage> {
  const { data, meta } = await callFull<NotificationView[]>(`/api/v1/notifications?${query}`, { signal })
  // Shape vouched for by the contract of the route, as `call` does for data.
  return { rows: data, nextCursor: meta.nextCursor as string | null, unread: Number(meta.unread) }
}

export const inboxKey = (workspaceId: string) => [workspaceId, 'notifications'] as const

/** A page of what the reader was told. */
export const inboxQuery = (workspaceId: string, shown: InboxShown) =>
  queryOptions({
    queryKey: key(workspaceId, 'notifications', 'page', shown),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: PAGE })
      if (shown.isUnreadOnly) query.set('unread', 'yes')
      if (shown.cursor !== undefined) query.set('cursor', shown.cursor)
      return readInbox(query, signal)
    },
    refetchInterval: () => (connection() === 'live' ? false : ASK_EVERY_MS),
    ...keepPrevious,
    ...rowsInPlace,
  })

/** How much is unread. */
export const unreadQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'notifications', 'unread'),
    queryFn: async ({ signal }) => (await readInbox(new URLSearchParams({ limit: '1' }), signal)).unread,
    refetchInterval: () => (connection() === 'live' ? false : ASK_EVERY_MS),
  })

export const markRead = (which: ReadNotifications) =>
  call<UnreadView>('/api/v1/notifications/read', { method: 'POST', body: which })

/** How the reader hears of what they are told. */
export const preferencesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'notifications', 'preferences'),
    queryFn: ({ signal }) => call<NotificationPreferences>('/api/v1/notifications/preferences', { signal }),
  })

/** Refused with `stale_version` when another window of theirs changed it since `version`. */
export const putPreferences = (version: number, body: PutNotificationPreferences) =>
  call<NotificationPreferences>('/api/v1/notifications/preferences', {
    ...{ method: 'PUT', body, ifMatch: version },
  })

/** Records the reader wants to hear nothing of any more. */
export const mutesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'notifications', 'mutes'),
    queryFn: ({ signal }) => call<MutedView[]>('/api/v1/notifications/mutes', { signal }),
  })

/** Makes the record silent that a notification is about, or hears of it again. */
export const setMuted = ({ id, isMuted }: { id: string; isMuted: boolean }) =>
  call<MutedView>(`/api/v1/notifications/mutes/${encodeURIComponent(id)}`, {
    method: isMuted ? 'PUT' : 'DELETE',
  })
