import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import type { AccountChoice, ConnectionView } from '../../../contracts/connections.ts'
import { ApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { FieldError } from '../../ui/Field.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refreshConnections, storeConnection } from './changes.ts'
import { countIn } from './describe.ts'
import { chooseAccount } from './queries.ts'
import { TwinNotice, twinIn } from './TwinNotice.tsx'
import { sayFailure } from './useActions.ts'
import { words } from './words.ts'

/** The accounts a consent covers, one to choose. */
export function AccountField(props: {
  accounts: readonly AccountChoice[]
  noun: string
  value: string | null
  error: string | null
  onChange: (id: string) => void
  id: string
}): JSX.Element {
  return (
    <fieldset class="choices" id={props.id} tabindex="-1" aria-describedby={`${props.id}-hint`}>
      <legend>{words.setup.accountTitle(props.noun)}</legend>
      <p class="cap subtle" id={`${props.id}-hint`}>
        {props.accounts.length > 0 ? words.setup.accountHint : words.setup.none(props.noun)}
      </p>
      <For each={props.accounts}>
        {(account) => (
          <label class="opt">
            <input
              class="sr"
              type="radio"
              name={props.id}
              checked={props.value === account.id}
              onChange={() => props.onChange(account.id)}
            />
            <b>{account.name}</b>
          </label>
        )}
      </For>
      <FieldError id={`${props.id}-err`} error={props.error} />
    </fieldset>
  )
}

/** Chooses what is read from now on; another account than before is asked about, because both would add up. */
export function AccountChooser(props: {
  view: ConnectionView
  noun: string
  onDone?: () => void
  /** What keeping the one from before takes, where the consent does not cover it; else nothing has to be done. */
  onKeep?: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const id = createUniqueId()
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [error, setError] = createSignal<string | null>(null)
  const [asked, setAsked] = createSignal<AccountChoice | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  const [twin, setTwin] = createSignal<string | null>(null)
  const others = () => props.view.accounts.filter((one) => one.id !== props.view.account?.id)

  const choose = async (account: AccountChoice, mix: boolean) => {
    setBusy(true)
    setTwin(null)
    try {
      const view = await chooseAccount(workspace().id, props.view.id, {
        accountId: account.id,
        ...(mix ? { mix } : {}),
      })
      storeConnection(client, workspace().id, view)
      toast(mix ? words.other.mixed(account.name) : words.other.chosen(account.name))
      setAsked(null)
      props.onDone?.()
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.code === 'account_differs') setAsked(account)
      else {
        setAsked(null)
        setTwin(twinIn(thrown))
        if (twin() === null) sayFailure(thrown)
      }
    } finally {
      setBusy(false)
      void refreshConnections(client, workspace().id)
    }
  }
  const submit = (event: Event) => {
    event.preventDefault()
    const account = others().find((one) => one.id === chosen())
    setError(account ? null : words.setup.accountMissing(props.noun))
    if (account) void choose(account, false)
  }
  return (
    <Show
      when={asked()}
      fallback={
        <form class="form" novalidate onSubmit={submit}>
          <AccountField
            id={id}
            accounts={others()}
            noun={props.noun}
            value={chosen()}
            error={error()}
            onChange={setChosen}
          />
          <TwinNotice twin={twin()} />
          <div class="row wrap">
            <Button type="submit" kind="primary" isBusy={isBusy()}>
              {words.account.read}
            </Button>
            <Show when={props.onDone}>
              <Button kind="quiet" onClick={() => props.onDone?.()}>
                {words.account.dismiss}
              </Button>
            </Show>
          </div>
        </form>
      }
    >
      {(account) => (
        <MixQuestion
          view={props.view}
          account={account()}
          isBusy={isBusy()}
          onMix={() => void choose(account(), true)}
          onKeep={() => {
            setAsked(null)
            props.onKeep?.()
            props.onDone?.()
          }}
        />
      )}
    </Show>
  )
}

function MixQuestion(props: {
  view: ConnectionView
  account: AccountChoice
  isBusy: boolean
  onMix: () => void
  onKeep: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const before = () => props.view.account?.name ?? props.view.label
  return (
    <section
      aria-label={words.other.title}
      class="col"
      tabindex="-1"
      ref={(element) => queueMicrotask(() => element.focus())}
    >
      <Notice tone="warn">
        <b class="sb">{words.other.title}.</b>{' '}
        {words.other.say(before(), countIn(format(), props.view.rowsTotal), props.view.rowsTotal)}
      </Notice>
      <div class="row wrap">
        <Button kind="primary" onClick={() => props.onKeep()}>
          {words.other.keep(before())}
        </Button>
        <LinkButton href={paths.newConnector(workspace().slug, `?provider=${props.view.provider}`)}>
          {words.other.fresh}
        </LinkButton>
        <Button kind="quiet" isBusy={props.isBusy} onClick={() => props.onMix()}>
          {words.other.mix(props.account.name)}
        </Button>
      </div>
    </section>
  )
}
