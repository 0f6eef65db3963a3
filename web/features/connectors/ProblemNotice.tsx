import KeyRound from 'lucide-solid/icons/key-round'
import { type JSX, Match, Show, Switch } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { momentIn } from './describe.ts'
import { type Health, type Remedy, remedyOf } from './health.ts'
import type { Actions } from './useActions.ts'
import type { Consent } from './useConsent.ts'
import { words } from './words.ts'

interface ProblemProps {
  view: ConnectionView
  health: Health
  actions: Actions
  consent: Consent
}

/** What is wrong with a connection, what still holds, and the one thing to do about it. Draws nothing when all is well. */
export function ProblemNotice(props: ProblemProps): JSX.Element {
  const failing = () => (props.health.kind === 'failing' ? props.health.failure : null)
  const late = () => (props.health.kind === 'late' ? props.health : null)
  return (
    <Switch>
      <Match when={failing()}>
        {(failure) => (
          <Notice
            tone="neg"
            icon={remedyOf(failure().code) === 'reconnect' ? KeyRound : undefined}
            action={<RemedyButton {...props} remedy={remedyOf(failure().code)} />}
          >
            <b class="sb">{failure().message}</b> {failure().next} <Holds view={props.view} />{' '}
            <Who remedy={remedyOf(failure().code)} />
          </Notice>
        )}
      </Match>
      <Match when={late()}>
        {(health) => (
          <Notice tone="warn" action={<RemedyButton {...props} remedy="retry" />}>
            <Show when={health().failure} fallback={words.problem.late}>
              {(failure) => (
                <>
                  <b class="sb">{failure().message}</b> {failure().next} <Holds view={props.view} />
                </>
              )}
            </Show>
          </Notice>
        )}
      </Match>
      <Match when={props.health.kind === 'setup'}>
        <Notice tone="warn" action={<RemedyButton {...props} remedy="account" />}>
          {words.problem.setup}
        </Notice>
      </Match>
    </Switch>
  )
}

/** What is missing and what is complete. The last sync says so; before the first one nothing has come. */
function Holds(props: { view: ConnectionView }): JSX.Element {
  const format = useFormat()
  const now = useNow()
  return (
    <Show when={props.view.lastSyncAt} fallback={words.problem.nothing}>
      {(at) => words.problem.missing(momentIn(format(), at(), now()))}
    </Show>
  )
}

const needed: Record<Remedy, 'connections.manage' | 'connections.sync'> = {
  reconnect: 'connections.manage',
  account: 'connections.manage',
  streams: 'connections.manage',
  retry: 'connections.sync',
  wait: 'connections.sync',
}

function Who(props: { remedy: Remedy }): JSX.Element {
  const may = useMay()
  return (
    <>{may(needed[props.remedy]) ? words.problem.you[props.remedy] : words.problem.others[props.remedy]}</>
  )
}

/** The button of the next step, for those who may take it. */
export function RemedyButton(props: ProblemProps & { remedy: Remedy }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  return (
    <Show when={may(needed[props.remedy]) && props.remedy !== 'wait'}>
      <Switch>
        <Match when={props.remedy === 'reconnect'}>
          <Button
            kind="primary"
            size="sm"
            isBusy={props.consent.isWaiting()}
            onClick={() => void props.consent.begin(props.view.provider, { connectionId: props.view.id })}
          >
            {words.act.reconnect}
          </Button>
        </Match>
        <Match when={props.remedy === 'account' && props.view.status === 'pending'}>
          <LinkButton
            kind="primary"
            size="sm"
            href={paths.newConnector(workspace().slug, `?connection=${props.view.id}`)}
          >
            {words.act.finish}
          </LinkButton>
        </Match>
        <Match when={props.remedy === 'account'}>
          <LinkButton kind="primary" size="sm" href={paths.connector(workspace().slug, props.view.id)}>
            {words.act.choose}
          </LinkButton>
        </Match>
        <Match when={props.remedy === 'streams'}>
          <LinkButton
            kind="primary"
            size="sm"
            href={paths.connector(workspace().slug, props.view.id, 'schedule')}
          >
            {words.act.streams}
          </LinkButton>
        </Match>
        <Match when={props.remedy === 'retry'}>
          <Button
            size="sm"
            isBusy={props.actions.isBusy(props.view)}
            onClick={() => void props.actions.sync(props.view)}
          >
            {words.act.retry}
          </Button>
        </Match>
      </Switch>
    </Show>
  )
}
