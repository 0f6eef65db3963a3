import { useNavigate } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import { type JSX, Show } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { Health } from './health.ts'
import { canSync, menuOf } from './menu.ts'
import type { Actions } from './useActions.ts'
import type { Consent } from './useConsent.ts'
import { words } from './words.ts'

/**
 * What can be done with a connection: sync now, and all else in a menu. In a row of the list a connection that is not
 * healthy has its next step in the row below instead.
 */
export function ConnectionActions(props: {
  view: ConnectionView
  health: Health
  actions: Actions
  consent: Consent
  isRow?: boolean
}): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const may = useMay()
  const hasSync = () => canSync(props.view, may) && (!props.isRow || props.health.kind === 'healthy')
  return (
    <>
      <Show when={hasSync()}>
        <Button
          icon={props.isRow ? undefined : RefreshCw}
          kind={props.isRow ? 'quiet' : undefined}
          size={props.isRow ? 'sm' : undefined}
          class={props.isRow ? 'no-phone' : undefined}
          isBusy={props.actions.isBusy(props.view)}
          onClick={() => void props.actions.sync(props.view)}
        >
          {words.act.sync}
        </Button>
      </Show>
      <Menu
        label={words.act.more(props.view.label)}
        trigger={<Ellipsis />}
        triggerClass={props.isRow ? 'btn quiet icon sm' : 'btn quiet icon'}
        placement="bottom-end"
        entries={menuOf(props.view, {
          go: navigate,
          slug: workspace().slug,
          may,
          actions: props.actions,
          consent: props.consent,
        })}
      />
    </>
  )
}
