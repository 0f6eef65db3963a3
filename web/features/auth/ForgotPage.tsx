import { A } from '@solidjs/router'
import MailCheck from 'lucide-solid/icons/mail-check'
import { createSignal, type JSX, Show } from 'solid-js'
import { callAuth } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { MailboxLink } from './MailboxLink.tsx'
import { authText } from './text.ts'

const schema = () => import('../../../contracts/session.ts').then((module) => module.ResetRequest)

/** Asks for a link to a new password. The answer is the same whether the address has an account or not. */
export default function ForgotPage(): JSX.Element {
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const form = createForm({
    initial: { email: '' },
    schema,
    messages: { email: authText.emailWrong },
    submit: async (value) => {
      await callAuth('request-password-reset', value)
      setSentTo(value.email)
    },
  })
  return (
    <GatePage title={authText.forgotTitle}>
      <Show
        when={sentTo() === null}
        fallback={
          <EmptyState icon={MailCheck} tone="pos" level={1} title={authText.forgotSentTitle}>
            {authText.forgotSent(sentTo() ?? '')} <MailboxLink />
          </EmptyState>
        }
      >
        <h1 tabindex="-1">{authText.forgotTitle}</h1>
        <p class="lead">{authText.forgotLead}</p>
        <Form form={form}>
          <TextField
            label={authText.email}
            type="email"
            autocomplete="username"
            inputmode="email"
            autofocus
            {...form.bind('email')}
          />
          <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
            {authText.forgotSend}
          </Button>
        </Form>
      </Show>
      <p class="sm muted gate-alt">
        <A href={paths.login()}>{authText.backToSignIn}</A>
      </p>
    </GatePage>
  )
}
