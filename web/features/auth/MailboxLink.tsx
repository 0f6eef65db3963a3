import { type JSX, Show } from 'solid-js'
import { paths } from '../../lib/paths.ts'
import { isLocal } from '../../lib/session.tsx'
import { authText } from './text.ts'

/** The way to the mail of a developer's machine. The page is the server's, so the router must leave the link alone. */
export function MailboxLink(): JSX.Element {
  return (
    <Show when={isLocal}>
      <a href={paths.mailbox()} rel="external">
        {authText.mailbox}
      </a>
    </Show>
  )
}
