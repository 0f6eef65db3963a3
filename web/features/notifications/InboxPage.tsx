import { dataOf } from '../../lib/data-of.ts'
import './inbox.css'
import { useSearchParams } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import BellIcon from 'lucide-solid/icons/bell'
import CheckCheck from 'lucide-solid/icons/check-check'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { NotificationView, ReadNotifications } from '../../../contracts/notifications.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { InboxHead } from './InboxHead.tsx'
import { InboxLine } from './InboxLine.tsx'
import { type InboxShown, inboxKey, inboxQuery, markRead } from './queries.ts'
import { useMutes } from './useMutes.ts'
import { words } from './words.ts'

/** What the reader was told, the newest first. */
export default function InboxPage(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams<{ unread?: string; cursor?: string }>()
  const shown = createMemo(
    (): InboxShown => ({ isUnreadOnly: search.unread === 'yes', cursor: search.cursor }),
  )
  const query = useQuery(() => inboxQuery(workspace().id, shown()))
  const page = () => dataOf(query)
  const isSkeleton = useSkeleton(() => query.isPending)
  const rows = () => page()?.rows ?? []
  const read = useMutation(() => ({
    mutationFn: (which: ReadNotifications) => markRead(which),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: inboxKey(workspace().id) }),
  }))
  const silence = useMutes()
  const mute = (told: NotificationView, isMuted: boolean) =>
    silence.change({ id: isMuted ? told.id : (silence.muteOf(told.subject)?.id ?? told.id), isMuted })
  const readAll = () => {
    const [newest] = rows()
    if (newest !== undefined) read.mutate({ upTo: newest.id })
  }
  const seeAll = () => setSearch({ unread: null, cursor: null })
  return (
    <>
      <InboxHead sub={words.sub}>
        <Show when={!shown().cursor && (page()?.unread ?? 0) > 0}>
          <Button icon={CheckCheck} isBusy={read.isPending} onClick={readAll}>
            {words.readAll}
          </Button>
        </Show>
      </InboxHead>
      <div class="inbox-tools">
        <Segmented
          label={words.shown.label}
          value={shown().isUnreadOnly ? 'yes' : 'no'}
          options={[
            { value: 'no', label: words.shown.all },
            { value: 'yes', label: words.shown.unread },
          ]}
          onChange={(value) => setSearch({ unread: value === 'yes' ? 'yes' : null, cursor: null })}
        />
      </div>
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <Switch>
          <Match when={query.isPending}>
            <Show when={isSkeleton()}>
              <Skeleton label={words.what} shape="table" />
            </Show>
          </Match>
          <Match when={query.error && page() === undefined}>
            <ErrorCard
              what={words.what}
              error={asApiError(query.error)}
              isCard={false}
              onRetry={() => void query.refetch()}
            />
          </Match>
          <Match when={rows().length === 0 && (shown().isUnreadOnly || shown().cursor)}>
            <EmptyState
              icon={CheckCheck}
              title={words.noneUnread}
              isCard={false}
              actions={<Button onClick={seeAll}>{words.seeAll}</Button>}
            >
              {words.noneUnreadSay}
            </EmptyState>
          </Match>
          <Match when={rows().length === 0}>
            <EmptyState icon={BellIcon} title={words.none} isCard={false}>
              {words.noneSay}
            </EmptyState>
          </Match>
          <Match when={true}>
            <ul class="inbox">
              <For each={rows()}>
                {(told) => (
                  <InboxLine
                    told={told}
                    isMuted={silence.muteOf(told.subject) !== undefined}
                    onRead={() => read.mutate({ ids: [told.id] })}
                    onMute={(isMuted) => mute(told, isMuted)}
                  />
                )}
              </For>
            </ul>
          </Match>
        </Switch>
      </Card>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
    </>
  )
}
