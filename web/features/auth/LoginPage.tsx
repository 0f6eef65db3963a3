import { A, useNavigate, useSearchParams } from '@solidjs/router'
import Mail from 'lucide-solid/icons/mail'
import { createSignal, type JSX, Show } from 'solid-js'
import type { SignInAnswer } from '../../../contracts/session.ts'
import { callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { paths, safeNext } from '../../lib/paths.ts'
import { isLocal } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { Notice } from '../../ui/States.tsx'
import { CompanyButton } from './CompanyButton.tsx'
import { GoogleButton } from './GoogleButton.tsx'
import { LinkSent } from './LinkSent.tsx'
import { LoginProblem } from './LoginProblem.tsx'
import { MailboxLink } from './MailboxLink.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { authText } from './text.ts'

const schema = () => import('../../../contracts/session.ts').then((module) => module.SignIn)

/** Sign-in: e-mail and password, or a link by mail. Password managers and paste work. */
export default function LoginPage(): JSX.Element {
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const [linkState, setLinkState] = createSignal<'idle' | 'busy' | { sentTo: string } | { failed: string }>(
    'idle',
  )
  const arrive = async (answer: SignInAnswer) => {
    const next = safeNext(query.next)
    if (answer.next === 'two_factor') {
      navigate(paths.secondStep(next ?? undefined))
      return
    }
    // A full load, so that the page arrives with the session inside it.
    location.assign(next ?? paths.root())
    await new Promise(() => {})
  }
  const form = createForm({
    initial: { email: '', password: '' },
    schema,
    messages: { email: authText.emailWrong, password: authText.passwordMissing },
    submit: async (value) => {
      await arrive(await callAuth('sign-in/email', value))
    },
  })
  const mailLink = async () => {
    const email = form.values.email.trim()
    if (!/^\S+@\S+\.\S+$/.test(email)) {
      setLinkState({ failed: authText.emailForLink })
      document.getElementById('email')?.focus()
      return
    }
    setLinkState('busy')
    try {
      await callAuth('sign-in/magic-link', { email })
      setLinkState({ sentTo: email })
    } catch (thrown) {
      const error = asApiError(thrown)
      setLinkState({ failed: `${error.message} ${error.next}` })
    }
  }
  const sentTo = () => {
    const state = linkState()
    return typeof state === 'object' && 'sentTo' in state ? state.sentTo : null
  }
  const failed = () => {
    const state = linkState()
    return typeof state === 'object' && 'failed' in state ? state.failed : null
  }
  return (
    <GatePage
      title={authText.signIn}
      footer={
        <Show when={isLocal}>
          {authText.localHint} <MailboxLink />
        </Show>
      }
    >
      <Show when={sentTo()}>
        {(to) => <LinkSent to={to()} onAgain={() => setLinkState('idle')} onSignedIn={arrive} />}
      </Show>
      <Show when={sentTo() === null}>
        <h1 tabindex="-1">{authText.signIn}</h1>
        <p class="lead">{authText.signInLead}</p>
        <Form form={form}>
          <LoginProblem code={query.problem} />
          <TextField
            label={authText.email}
            type="email"
            autocomplete="username webauthn"
            inputmode="email"
            autofocus
            {...form.bind('email')}
          />
          <TextField
            label={authText.password}
            type="password"
            autocomplete="current-password"
            {...form.bind('password')}
          />
          <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
            {authText.signIn}
          </Button>
          <span class="or">{authText.or}</span>
          <Button
            size="lg"
            isBlock
            icon={Mail}
            isBusy={linkState() === 'busy'}
            onClick={() => void mailLink()}
          >
            {authText.mailLink}
          </Button>
          <PasskeyButton onSignedIn={arrive} />
          <GoogleButton next={safeNext(query.next)} />
          <CompanyButton
            email={form.values.email}
            next={safeNext(query.next)}
            onMissing={() => document.getElementById('email')?.focus()}
          />
          <Show when={failed()}>
            {(sentence) => (
              <Notice tone="neg" isAlert>
                {sentence()}
              </Notice>
            )}
          </Show>
        </Form>
        <p class="sm muted gate-alt">
          <A href={paths.forgotPassword()}>{authText.forgot}</A>
        </p>
        <p class="sm muted gate-alt">
          {authText.noAccount} <A href={paths.signup(safeNext(query.next) ?? undefined)}>{authText.signUp}</A>
        </p>
      </Show>
    </GatePage>
  )
}
