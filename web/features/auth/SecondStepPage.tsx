import { A, useSearchParams } from '@solidjs/router'
import TimerOff from 'lucide-solid/icons/timer-off'
import { createSignal, type JSX, Show } from 'solid-js'
import type { RecoveryStep, SecondStep } from '../../../contracts/session.ts'
import { callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { paths, safeNext } from '../../lib/paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { authText } from './text.ts'

const contracts = () => import('../../../contracts/session.ts')

/** The second step of a sign-in: a code of the app, or one of the recovery codes. */
export default function SecondStepPage(): JSX.Element {
  const [query] = useSearchParams()
  const [isOver, setOver] = createSignal(false)
  const [isRecovery, setRecovery] = createSignal(false)
  const step = async (action: string, body: unknown) => {
    try {
      await callAuth(action, body)
    } catch (thrown) {
      if (asApiError(thrown).code !== 'second_step_over') throw thrown
      setOver(true)
      return
    }
    // A full load, so that the page arrives with the session inside it.
    location.assign(safeNext(query.next) ?? paths.root())
    await new Promise(() => {})
  }
  return (
    <GatePage title={authText.secondTitle}>
      <Show
        when={!isOver()}
        fallback={
          <EmptyState
            icon={TimerOff}
            level={1}
            title={authText.stepOver}
            actions={
              <LinkButton kind="primary" href={paths.login(safeNext(query.next) ?? undefined)}>
                {authText.signIn}
              </LinkButton>
            }
          >
            {authText.stepOverSay}
          </EmptyState>
        }
      >
        <h1 tabindex="-1">{authText.secondTitle}</h1>
        <p class="lead">{isRecovery() ? authText.recoveryLead : authText.secondLead}</p>
        <Show when={isRecovery()} fallback={<AppForm step={step} />}>
          <RecoveryForm step={step} />
        </Show>
        <p class="gate-alt">
          <Button kind="quiet" onClick={() => setRecovery(!isRecovery())}>
            {isRecovery() ? authText.useApp : authText.useRecovery}
          </Button>
        </p>
        <p class="sm muted gate-alt">
          <A href={paths.login()}>{authText.backToSignIn}</A>
        </p>
      </Show>
    </GatePage>
  )
}

interface StepProps {
  step: (action: string, body: unknown) => Promise<void>
}

function AppForm(props: StepProps): JSX.Element {
  const form = createForm({
    initial: { code: '', trustDevice: false },
    schema: () => contracts().then((module) => module.SecondStep),
    messages: { code: authText.secondCodeWrong },
    submit: (value: SecondStep) => props.step('two-factor/verify-totp', value),
  })
  return (
    <Form form={form}>
      <TextField
        label={authText.secondCode}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength="6"
        autofocus
        {...form.bind('code')}
      />
      <Checkbox
        label={authText.trustDevice}
        isChecked={form.values.trustDevice}
        onChange={(isTrusted) => form.set('trustDevice', isTrusted)}
      />
      <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
        {authText.signIn}
      </Button>
    </Form>
  )
}

function RecoveryForm(props: StepProps): JSX.Element {
  const form = createForm({
    initial: { code: '' },
    schema: () => contracts().then((module) => module.RecoveryStep),
    messages: { code: authText.recoveryWrong },
    submit: (value: RecoveryStep) => props.step('two-factor/verify-backup-code', value),
  })
  return (
    <Form form={form}>
      <TextField
        label={authText.recoveryCode}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        autofocus
        {...form.bind('code')}
      />
      <Button type="submit" kind="primary" size="lg" isBlock isBusy={form.isBusy()}>
        {authText.signIn}
      </Button>
    </Form>
  )
}
