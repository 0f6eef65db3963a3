import { type JSX, Show } from 'solid-js'
import { ApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { words } from './words.ts'

/** The connection that reads the same thing already, when a refusal says so; null for every other refusal. */
export function twinIn(thrown: unknown): string | null {
  if (!(thrown instanceof ApiError) || thrown.code !== 'already_exists') return null
  // Sent by our own server with that code.
  const { connectionId } = (thrown.details ?? {}) as { connectionId?: unknown }
  return typeof connectionId === 'string' ? connectionId : null
}

/** Says that this is read already, and leads there: read twice, it would count twice. */
export function TwinNotice(props: { twin: string | null }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Show when={props.twin}>
      {(id) => (
        <Notice
          tone="warn"
          isAlert
          action={
            <LinkButton size="sm" href={paths.connector(workspace().slug, id())}>
              {words.twin.open}
            </LinkButton>
          }
        >
          <b class="sb">{words.twin.title}</b> {words.twin.say}
        </Notice>
      )}
    </Show>
  )
}
