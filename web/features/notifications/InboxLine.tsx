import { A } from '@solidjs/router'
import BellIcon from 'lucide-solid/icons/bell'
import BellOff from 'lucide-solid/icons/bell-off'
import Check from 'lucide-solid/icons/check'
import { type JSX, Show } from 'solid-js'
import type { NotificationView } from '../../../contracts/notifications.ts'
import { useNow } from '../../lib/clock.ts'
import { createFormat } from '../../lib/format.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { linkOf } from './links.ts'
import { words } from './words.ts'

/** One thing the reader was told. Following it marks it as read. */
export function InboxLine(props: {
  told: NotificationView
  isMuted: boolean
  onRead: () => void
  onMute: (isMuted: boolean) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const now = useNow()
  const format = createFormat()
  const isUnread = () => props.told.readAt === null
  const link = () => linkOf(props.told, workspace().slug, may)
  return (
    <li class="inbox-line" data-unread={isUnread() ? '' : undefined}>
      <div class="grow">
        <p class="inbox-title">
          <Show when={isUnread()}>
            <span class="inbox-dot" aria-hidden="true" />
            <span class="sr">{words.isNew}: </span>
          </Show>
          <Show when={link()} fallback={props.told.title}>
            {(href) => (
              <A href={href()} onClick={() => isUnread() && props.onRead()}>
                {props.told.title}
              </A>
            )}
          </Show>
        </p>
        <p class="inbox-body">{props.told.body}</p>
        <Show when={props.isMuted}>
          <p class="inbox-silent">
            <BellOff class="s" aria-hidden="true" /> {words.mutes.silent}
          </p>
        </Show>
      </div>
      <time class="inbox-at" datetime={props.told.at} title={format.dateTime(props.told.at)}>
        {format.ago(props.told.at, now())}
      </time>
      <span class="inbox-act">
        <IconButton
          icon={props.isMuted ? BellIcon : BellOff}
          label={(props.isMuted ? words.mutes.unmute : words.mutes.mute)(props.told.title)}
          onClick={() => props.onMute(!props.isMuted)}
        />
        <Show when={isUnread()}>
          <IconButton
            icon={Check}
            label={words.markRead(props.told.title)}
            title={words.markShort}
            onClick={({ currentTarget }) => {
              // This button goes with what it does; the one beside it stays.
              const beside = currentTarget.previousElementSibling
              if (beside instanceof HTMLElement) beside.focus()
              props.onRead()
            }}
          />
        </Show>
      </span>
    </li>
  )
}
