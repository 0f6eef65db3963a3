import { A } from '@solidjs/router'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type JSX, lazy, Show, Suspense } from 'solid-js'
import { useSession, useWorkspace } from '../../lib/session.tsx'
import { type ConnectionState, connection, peopleHere } from '../../lib/stores/live.ts'
import { text } from '../../lib/text.ts'
import type { PageEntry } from '../../pages.ts'
import { PresenceStack } from '../../ui/Avatar.tsx'
import { WorkspaceMenu } from './Sidebar.tsx'

const InboxBell = lazy(() => import('../notifications/InboxBell.tsx'))

const words: Record<ConnectionState, string> = {
  idle: text.live.connecting,
  live: text.live.live,
  // A short drop is nobody's business.
  quiet: text.live.live,
  reconnecting: text.live.reconnecting,
  offline: text.live.offline,
}

/** Where this page is, who else is here, and whether the numbers are live. */
export function TopBar(props: { page: PageEntry | undefined; title: string }): JSX.Element {
  const workspace = useWorkspace()
  const session = useSession()
  const others = () => peopleHere().filter((person) => person.id !== session.data?.person.id)
  return (
    <header class="top">
      <nav class="crumb" aria-label="Breadcrumb">
        <ol class="row">
          <Show when={props.page?.group}>
            <li class="nowrap">
              {props.page?.group}
              <ChevronRight class="s" />
            </li>
          </Show>
          <Show when={props.page?.parent}>
            {(parent) => (
              <li class="nowrap">
                <A href={parent().href(workspace().slug)}>{parent().title}</A>
                <ChevronRight class="s" />
              </li>
            )}
          </Show>
          <li class="clip" aria-current="page">
            {props.title}
          </li>
        </ol>
      </nav>
      <div class="only-phone grow">
        <WorkspaceMenu />
      </div>
      <div class="tools">
        <PresenceStack people={others()} />
        <Suspense>
          <InboxBell />
        </Suspense>
        <span class="live" data-state={connection() === 'quiet' ? 'live' : connection()}>
          <span class="dot" aria-hidden="true" />
          <span class="word">{words[connection()]}</span>
        </span>
      </div>
    </header>
  )
}
