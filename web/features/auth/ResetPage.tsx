import { A, useSearchParams } from '@solidjs/router'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Unlink from 'lucide-solid/icons/unlink'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { authText } from './text.ts'

const schema = () => import('../../../contracts/session.ts').then((module) => module.ResetPassword)

/** Sets a new password with the link from a mail. Looking at the page uses nothing up. */
export default function ResetPage(): JSX.Element {
  const [query] = useSearchParams()
  const token = typeof query.token === 'string' ? query.token : ''
  const [outcome, setOutcome] = createSignal<'asking' | 'done' | 'used'>('asking')
  const form = createForm({
    initial: { newPassword: '', token },
    schema,
    messages: { newPassword: authText.passwordShort },
    submit: async (value) => {
      try {
        await callAuth('reset-password', value)
        setOutcome('done')
      } catch (thrown) {
        if (asApiError(thrown).code !== 'link_used_up') throw thrown
        setOutcome('used')
      }
    },
  })
  return (
    <GatePage title={authText.resetTitle}>
      <Switch>
        <Match when={token === ''}>
          <Dead title={authText.resetNoToken}>{authText.resetNoTokenSay}</Dead>
        </Match>
        <Match when={outcome() === 'used'}>
          <Dead title={authText.resetUsed}>{authText.resetUsedSay}</Dead>
        </Match>
        <Match when={outcome() === 'done'}>
          <EmptyState
            icon={CircleCheck}
            tone="pos"
            level={1}
            title={authText.resetDoneTitle}
            actions={
              <LinkButton kind="primary" href={paths.login()}>
                {authText.signIn}
              </LinkButton>
            }
          >
            {authText.resetDone}
          </EmptyState>
        </Match>
        <Match when={outcome() === 'asking'}>
          <h1 tabindex="-1">{authText.resetTitle}</h1>
          <p class="lead">{authText.resetLead}</p>
          <Form form={form}>
            <TextField
              label={authText.newPassword}
              hint={authText.passwordHint}
              type="password"
              autocomplete="new-password"
              autofocus
              {...form.bind('newPassword')}
            />
            <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
              {authText.resetSave}
            </Button>
          </Form>
        </Match>
      </Switch>
      <p class="sm muted gate-alt">
        <A href={paths.login()}>{authText.backToSignIn}</A>
      </p>
    </GatePage>
  )
}

/** A link that leads nowhere, and the way to a new one. */
function Dead(props: { title: string; children: JSX.Element }): JSX.Element {
  return (
    <EmptyState
      icon={Unlink}
      level={1}
      title={props.title}
      actions={
        <LinkButton kind="primary" href={paths.forgotPassword()}>
          {authText.askAgain}
        </LinkButton>
      }
    >
      {props.children}
    </EmptyState>
  )
}
