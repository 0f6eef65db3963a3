import { useQuery, useQueryClient } from '@tanstack/solid-query'
import ExternalLink from 'lucide-solid/icons/external-link'
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js'
import type { ConnectionView, ConnectorView } from '../../../contracts/connections.ts'
import { dataOf } from '../../lib/data-of.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Select } from '../../ui/Select.tsx'
import { Notice } from '../../ui/States.tsx'
import { clientsQuery } from '../metrics/queries.ts'
import { Lines } from './Catalogue.tsx'
import { ConsentProblem } from './ConsentProblem.tsx'
import { refreshConnections } from './changes.ts'
import { connectOpen } from './queries.ts'
import { TwinNotice, twinIn } from './TwinNotice.tsx'
import { sayFailure } from './useActions.ts'
import { useConsent } from './useConsent.ts'
import { words } from './words.ts'

/** What is read, for whom, and the way to the provider. Goes on as soon as the connection is there. */
export function AllowStep(props: {
  connector: ConnectorView
  views: readonly ConnectionView[]
  onDone: (connectionId: string) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const clients = useQuery(() => clientsQuery(workspace().id))
  const listed = () => dataOf(clients) ?? []
  const [picked, setPicked] = createSignal<string | null>(null)
  const clientId = () => picked() ?? listed().find((one) => one.isDefault)?.id ?? listed()[0]?.id ?? null
  const consent = useConsent((id) => props.onDone(id))
  let before: ReadonlySet<string> | null = null
  const [isBusy, setBusy] = createSignal(false)
  const [twin, setTwin] = createSignal<string | null>(null)
  const needsSignIn = () => props.connector.auth === 'oauth2'
  const connect = async (id: string) => {
    setBusy(true)
    try {
      const made = await connectOpen(workspace().id, props.connector.provider, id)
      await refreshConnections(client, workspace().id)
      props.onDone(made.id)
    } catch (thrown) {
      setTwin(twinIn(thrown))
      if (twin() === null) sayFailure(thrown)
    } finally {
      setBusy(false)
    }
  }
  const begin = () => {
    const id = clientId()
    if (id === null) return
    if (!needsSignIn()) return void connect(id)
    before = new Set(props.views.map((view) => view.id))
    void consent.begin(props.connector.provider, { clientId: id })
  }
  createEffect(() => {
    const made = props.views.find(
      (view) => view.provider === props.connector.provider && !before?.has(view.id),
    )
    if (consent.isWaiting() && before && made) props.onDone(made.id)
  })
  return (
    <>
      <Show when={consent.refusal()}>
        {(refusal) => (
          <ConsentProblem
            code={refusal().code}
            error={refusal().error}
            name={props.connector.name}
            onClose={consent.dismiss}
            action={
              <Button size="sm" onClick={begin}>
                {words.refused.again}
              </Button>
            }
          />
        )}
      </Show>
      <Card title={words.allow.title(props.connector.name)} class="allow">
        <div class="form">
          <Lines connector={props.connector} />
          <ul class="streams-say" aria-label={words.setup.streamsTitle}>
            <For each={props.connector.streams}>
              {(stream) => (
                <li>
                  <b class="b">{stream.label}</b>
                  <span class="muted">{stream.brings.join(', ')}</span>
                </li>
              )}
            </For>
          </ul>
          <Show when={listed().length > 1}>
            <Select
              id="client"
              label={words.allow.client}
              hint={words.allow.clientHint}
              options={listed().map((one) => ({ value: one.id, label: one.name }))}
              value={clientId()}
              onChange={setPicked}
            />
          </Show>
          <Show
            when={props.connector.isAvailable}
            fallback={
              <Notice tone="warn">
                <b class="sb">{words.catalogue.unavailable}.</b> {props.connector.why}{' '}
                {words.refused.whoServer}
              </Notice>
            }
          >
            <Show
              when={!consent.isWaiting()}
              fallback={<Waiting name={props.connector.name} onAgain={begin} onStop={consent.dismiss} />}
            >
              <TwinNotice twin={twin()} />
              <p class="sm muted">
                {needsSignIn() ? words.allow.how(props.connector.name) : words.allow.howOpen}
              </p>
              <div class="row wrap">
                <Button
                  kind="primary"
                  isBusy={isBusy()}
                  iconEnd={needsSignIn() ? ExternalLink : undefined}
                  blocked={clientId() === null && words.allow.clientHint}
                  onClick={begin}
                >
                  {needsSignIn()
                    ? words.allow.go(props.connector.name)
                    : words.allow.goOpen(props.connector.name)}
                </Button>
                <LinkButton kind="quiet" href={paths.newConnector(workspace().slug)}>
                  {words.allow.other}
                </LinkButton>
              </div>
            </Show>
          </Show>
        </div>
      </Card>
    </>
  )
}

function Waiting(props: { name: string; onAgain: () => void; onStop: () => void }): JSX.Element {
  return (
    <div class="consent-wait" role="status">
      <span class="spin" aria-hidden="true" />
      <div class="grow">
        <b class="sb">{words.allow.waitTitle(props.name)}</b>
        <p class="sm muted">{words.allow.waitSay}</p>
      </div>
      <div class="row wrap">
        <Button size="sm" onClick={() => props.onAgain()}>
          {words.allow.again}
        </Button>
        <Button size="sm" kind="quiet" onClick={() => props.onStop()}>
          {words.allow.stop}
        </Button>
      </div>
    </div>
  )
}
