import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import Bell from 'lucide-solid/icons/bell'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { unreadQuery } from './queries.ts'
import { words } from './words.ts'

const SHOWN_MAX = 99

/** The way to the inbox from every page, with how much in it is unread. */
export default function InboxBell(): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => unreadQuery(workspace().id))
  const unread = () => dataOf(query) ?? 0
  return (
    <A
      class="btn quiet icon bell"
      href={paths.inbox(workspace().slug)}
      aria-label={words.bell(unread())}
      title={words.bell(unread())}
    >
      <Bell />
      <Show when={unread() > 0}>
        <span class="bell-count" aria-hidden="true">
          {unread() > SHOWN_MAX ? `${SHOWN_MAX}+` : unread()}
        </span>
      </Show>
    </A>
  )
}
