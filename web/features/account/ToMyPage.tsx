import { Navigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { paths, type SettingsSection } from '../../lib/paths.ts'
import { firstWorkspace, useSession } from '../../lib/session.tsx'

/** Leads from an address that names no workspace, as mails know none, to a page of the person in one of theirs. */
export function ToMyPage(props: { section: SettingsSection }): JSX.Element {
  const session = useSession()
  const target = () => {
    const me = session.data
    if (!me) return paths.login(`/settings/${props.section}`)
    const workspace = firstWorkspace(me)
    return workspace ? paths.settings(workspace.slug, props.section) : paths.newWorkspace()
  }
  return (
    <Show when={!session.isPending}>
      <Navigate href={target()} />
    </Show>
  )
}
