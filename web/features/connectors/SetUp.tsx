import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { ConnectionView, ConnectorView } from '../../../contracts/connections.ts'
import { announce } from '../../lib/announce.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { ErrorSummary, FieldError } from '../../ui/Field.tsx'
import { AccountField } from './AccountChooser.tsx'
import { refreshConnections, saveConnection, storeConnection } from './changes.ts'
import { accountNoun } from './describe.ts'
import { isAccountGone } from './health.ts'
import { OtherAccountCard } from './OtherAccountCard.tsx'
import { chooseAccount, startSync } from './queries.ts'
import { TwinNotice, twinIn } from './TwinNotice.tsx'
import { sayFailure } from './useActions.ts'
import type { Consent } from './useConsent.ts'
import { words } from './words.ts'

/** What a connection that reads nothing yet waits for. */
export function SetUp(props: {
  view: ConnectionView
  connector: ConnectorView | undefined
  consent: Consent
}): JSX.Element {
  return (
    <Show when={isAccountGone(props.view)} fallback={<Questions {...props} />}>
      <OtherAccountCard view={props.view} noun={accountNoun(props.connector)} consent={props.consent} />
    </Show>
  )
}

/** The last questions of a new connection: which account, and what of it. Answering them begins the first sync. */
function Questions(props: { view: ConnectionView; connector: ConnectorView | undefined }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [accountField, streamsField] = [createUniqueId(), createUniqueId()]
  const noun = () => accountNoun(props.connector)
  const [account, setAccount] = createSignal<string | null>(
    props.view.account?.id ??
      (props.view.accounts.length === 1 ? (props.view.accounts[0]?.id ?? null) : null),
  )
  const [isOn, setOn] = createStore<Record<string, boolean>>(
    Object.fromEntries(props.view.streams.map((stream) => [stream.stream, stream.isEnabled])),
  )
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const [twin, setTwin] = createSignal<string | null>(null)
  let summary: HTMLElement | undefined

  const check = (): Record<string, string> => ({
    ...(account() === null ? { [accountField]: words.setup.accountMissing(noun()) } : {}),
    ...(props.view.streams.some((stream) => isOn[stream.stream])
      ? {}
      : { [streamsField]: words.setup.streamsMissing }),
  })
  const recheck = () => {
    if (Object.keys(errors()).length > 0) setErrors(check())
  }
  const start = async (accountId: string) => {
    const streams = props.view.streams
      .filter((stream) => stream.isEnabled !== isOn[stream.stream])
      .map((stream) => ({ stream: stream.stream, isEnabled: isOn[stream.stream] ?? false }))
    if (streams.length > 0) await saveConnection(workspace().id, props.view, { streams })
    if (props.view.account === null) {
      storeConnection(
        client,
        workspace().id,
        await chooseAccount(workspace().id, props.view.id, { accountId }),
      )
    } else await startSync(workspace().id, props.view.id)
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    const found = check()
    const accountId = account()
    setErrors(found)
    if (Object.keys(found).length > 0 || accountId === null) {
      announce(Object.values(found)[0] ?? '', 'assertive')
      queueMicrotask(() => summary?.focus())
      return
    }
    setBusy(true)
    setTwin(null)
    try {
      await start(accountId)
    } catch (thrown) {
      setTwin(twinIn(thrown))
      if (twin() === null) sayFailure(thrown)
    } finally {
      setBusy(false)
      void refreshConnections(client, workspace().id)
    }
  }
  return (
    <Card title={words.step.choose} class="set-up-card">
      <form class="form" novalidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary errors={errors()} ref={(element) => (summary = element)} title={words.setup.toFix} />
        <Show when={props.view.account === null}>
          <AccountField
            id={accountField}
            accounts={props.view.accounts}
            noun={noun()}
            value={account()}
            error={errors()[accountField] ?? null}
            onChange={(id) => {
              setAccount(id)
              recheck()
            }}
          />
        </Show>
        <fieldset class="choices" id={streamsField} tabindex="-1">
          <legend>{words.setup.streamsTitle}</legend>
          <p class="cap subtle">{words.setup.streamsHint}</p>
          <For each={props.view.streams}>
            {(stream) => (
              <Checkbox
                label={<span class="b">{stream.label}</span>}
                hint={bringsOf(props.connector, stream.stream)}
                isChecked={isOn[stream.stream] ?? false}
                onChange={(on) => {
                  setOn(stream.stream, on)
                  recheck()
                }}
              />
            )}
          </For>
          <FieldError id={`${streamsField}-err`} error={errors()[streamsField]} />
        </fieldset>
        <TwinNotice twin={twin()} />
        <div class="row wrap">
          <Button type="submit" kind="primary" isBusy={isBusy()}>
            {words.setup.start}
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** What a stream brings, in plain words. */
export function bringsOf(connector: ConnectorView | undefined, stream: string): string {
  return connector?.streams.find((one) => one.stream === stream)?.brings.join(', ') ?? ''
}
