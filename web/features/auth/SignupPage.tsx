import { A, useSearchParams } from '@solidjs/router'
import MailCheck from 'lucide-solid/icons/mail-check'
import { createSignal, type JSX, Show } from 'solid-js'
import { call, callAuth } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { paths, safeNext } from '../../lib/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { GoogleButton } from './GoogleButton.tsx'
import { MailboxLink } from './MailboxLink.tsx'
import { authText } from './text.ts'

const schema = () => import('../../../contracts/session.ts').then((module) => module.SignUp)

/** Making an account. The address is confirmed by mail before the first sign-in when the server asks for that. */
export default function SignupPage(): JSX.Element {
  const [query] = useSearchParams()
  const next = () => safeNext(query.next)
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const form = createForm({
    initial: { name: '', email: '', password: '' },
    schema,
    messages: { name: authText.nameMissing, email: authText.emailWrong, password: authText.passwordShort },
    submit: async (value) => {
      await callAuth('sign-up/email', value)
      const isSignedIn = await call('/api/v1/me', { workspaceId: null }).then(
        () => true,
        () => false,
      )
      if (!isSignedIn) {
        setSentTo(value.email)
        return
      }
      location.assign(next() ?? paths.newWorkspace())
      await new Promise(() => {})
    },
  })
  return (
    <GatePage title={authText.signUpTitle}>
      <Show
        when={sentTo() === null}
        fallback={
          <EmptyState icon={MailCheck} tone="pos" level={1} title={authText.confirmTitle}>
            {authText.confirmSay(sentTo() ?? '')} <MailboxLink />
          </EmptyState>
        }
      >
        <h1 tabindex="-1">{authText.signUpTitle}</h1>
        <p class="lead">{authText.signUpLead}</p>
        <Form form={form}>
          <TextField label={authText.name} autocomplete="name" autofocus {...form.bind('name')} />
          <TextField
            label={authText.email}
            type="email"
            autocomplete="username"
            inputmode="email"
            {...form.bind('email')}
          />
          <TextField
            label={authText.password}
            hint={authText.passwordHint}
            type="password"
            autocomplete="new-password"
            {...form.bind('password')}
          />
          <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
            {authText.signUp}
          </Button>
          <GoogleButton next={paths.newWorkspace()} />
        </Form>
        <p class="sm muted gate-alt">
          {authText.haveAccount} <A href={paths.login(next() ?? undefined)}>{authText.signIn}</A>
        </p>
      </Show>
    </GatePage>
  )
}
