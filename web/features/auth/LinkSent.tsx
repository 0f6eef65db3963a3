import type { JSX } from 'solid-js'
import type { LinkCode, SignInAnswer } from '../../../contracts/session.ts'
import { callAuth } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { MailboxLink } from './MailboxLink.tsx'
import { authText } from './text.ts'

const schema = () => import('../../../contracts/session.ts').then((module) => module.LinkCode)

/** A sign-in link was sent: the mail may be read on another device, so its code can be typed here. */
export function LinkSent(props: {
  to: string
  onAgain: () => void
  onSignedIn: (answer: SignInAnswer) => Promise<void>
}): JSX.Element {
  const form = createForm({
    initial: { code: '' },
    schema,
    messages: { code: authText.linkCodeWrong },
    submit: async (value: LinkCode) => props.onSignedIn(await callAuth('sign-in/code', value)),
  })
  return (
    <>
      <h1 tabindex="-1">{authText.linkSentTitle}</h1>
      <p class="lead">
        {authText.linkSent(props.to)} <MailboxLink />
      </p>
      <Form form={form}>
        <TextField
          label={authText.linkCode}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="6"
          {...form.bind('code')}
        />
        <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
          {authText.signIn}
        </Button>
      </Form>
      <p class="gate-alt">
        <Button kind="quiet" onClick={props.onAgain}>
          {authText.linkAgain}
        </Button>
      </p>
    </>
  )
}
