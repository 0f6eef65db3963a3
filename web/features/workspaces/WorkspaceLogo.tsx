import { type JSX, Show } from 'solid-js'
import type { WorkspaceView } from '../../../contracts/workspaces.ts'
import { Mark } from '../../ui/Mark.tsx'

/** Where the logo of a workspace lies; null without one. Its name is that of its bytes, so a kept picture is never an old one. */
export const logoAddress = ({ id, logo }: Pick<WorkspaceView, 'id' | 'logo'>): string | null =>
  logo === null ? null : `/api/v1/workspaces/${id}/logo/${logo}`

/** The logo of a workspace beside its name, or the mark of Orrery in its place. */
export function WorkspaceLogo(props: { workspace: Pick<WorkspaceView, 'id' | 'logo'> }): JSX.Element {
  return (
    <Show when={logoAddress(props.workspace)} fallback={<Mark />}>
      {(address) => <img class="logo" src={address()} alt="" decoding="async" />}
    </Show>
  )
}
