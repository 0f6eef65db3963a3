import type { JSX } from 'solid-js'
import { Show } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AccountChooser } from './AccountChooser.tsx'
import type { Consent } from './useConsent.ts'
import { words } from './words.ts'

/** After a consent that does not cover what was read so far: consent once more, or read another account from now on. */
export function OtherAccountCard(props: {
  view: ConnectionView
  noun: string
  consent: Consent
}): JSX.Element {
  const reconnect = () => void props.consent.begin(props.view.provider, { connectionId: props.view.id })
  return (
    <Card
      title={words.other.title}
      actions={
        <Button size="sm" isBusy={props.consent.isWaiting()} onClick={reconnect}>
          {words.act.reconnect}
        </Button>
      }
    >
      <Show when={props.view.account}>
        {(before) => <p class="sm muted conn-gone">{words.other.gone(before().name)}</p>}
      </Show>
      <AccountChooser view={props.view} noun={props.noun} onKeep={reconnect} />
    </Card>
  )
}
