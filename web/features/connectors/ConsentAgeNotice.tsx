import { type JSX, Show } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { useFormat, useMay } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import type { Actions } from './useActions.ts'
import { words } from './words.ts'

/** Asks for a consent again that is more than half a year old. Draws nothing while it is good. */
export function ConsentAgeNotice(props: { view: ConnectionView; actions: Actions }): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const old = () => {
    const { consent, status } = props.view
    return consent !== null && consent.state !== 'good' && status !== 'disabled' ? consent : null
  }
  return (
    <Show when={old()}>
      {(consent) => (
        <Notice
          tone={consent().state === 'ended' ? 'neg' : 'warn'}
          action={
            may('connections.manage') ? (
              <Button
                kind="primary"
                size="sm"
                isBusy={props.actions.isBusy(props.view)}
                onClick={() => void props.actions.confirm(props.view)}
              >
                {words.consentAge.confirm}
              </Button>
            ) : undefined
          }
        >
          {consent().state === 'ended'
            ? words.consentAge.ended
            : words.consentAge.asked(format().day(consent().endsAt.slice(0, 10)))}
          <Show when={!may('connections.manage')}> {words.consentAge.others}</Show>
        </Notice>
      )}
    </Show>
  )
}
