import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type {
  ConfirmTwoFactor,
  ProveYourself,
  SecurityView,
  TwoFactorSetup,
} from '../../../contracts/session.ts'
import './account.css'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ProveDialog } from './ProveDialog.tsx'
import { securityQuery, sessionsQuery } from './queries.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { accountText } from './text.ts'

const words = accountText.security
const QrCode = lazy(() => import('../../ui/QrCode.tsx'))

const post = <T,>(path: string, body: unknown) =>
  call<T>(`/api/v1/me/two-factor${path}`, { method: 'POST', body, workspaceId: null })

/** The second step of signing in: setting it up, new recovery codes, switching it off. */
export function TwoFactorCard(props: { security: SecurityView }): JSX.Element {
  const client = useQueryClient()
  const [asking, setAsking] = createSignal<'setup' | 'codes' | 'off' | null>(null)
  const [setup, setSetup] = createSignal<TwoFactorSetup | null>(null)
  const [codes, setCodes] = createSignal<readonly string[] | null>(null)
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: securityQuery().queryKey })
    await client.invalidateQueries({ queryKey: sessionsQuery().queryKey })
  }
  const done = async (proof: ProveYourself) => {
    switch (asking()) {
      case 'setup':
        setSetup(await post<TwoFactorSetup>('', proof))
        break
      case 'codes':
        setCodes((await post<{ recoveryCodes: string[] }>('/recovery-codes', proof)).recoveryCodes)
        break
      case 'off':
        await post('/off', proof)
        toast(words.switchedOff)
        break
    }
    setAsking(null)
    await refresh()
  }
  const asked = () => {
    if (asking() === 'codes') return { title: words.newCodes, say: words.newCodesSay, action: words.newCodes }
    if (asking() === 'off') return { title: words.offTitle, say: words.offSay, action: words.switchOff }
    return { title: words.scanTitle, say: words.twoFactorOff, action: words.goOn }
  }
  return (
    <Card
      title={words.twoFactor}
      actions={
        <Show when={props.security.twoFactor}>
          <StatusPill tone="good">{words.isOn}</StatusPill>
        </Show>
      }
    >
      <div class="form">
        <Show
          when={props.security.twoFactor}
          fallback={
            <>
              <p class="muted">{words.twoFactorOff}</p>
              <div class="row">
                <Button kind="primary" onClick={() => setAsking('setup')}>
                  {words.setUp}
                </Button>
              </div>
            </>
          }
        >
          {(state) => (
            <>
              <p class="muted">
                {words.twoFactorOn} {words.codesLeft(state().recoveryCodesLeft)}
              </p>
              <div class="row wrap">
                <Button onClick={() => setAsking('codes')}>{words.newCodes}</Button>
                <Button onClick={() => setAsking('off')}>{words.switchOff}</Button>
              </div>
            </>
          )}
        </Show>
      </div>
      <ProveDialog
        isOpen={asking() !== null}
        {...asked()}
        isDanger={asking() === 'off'}
        hasPassword={props.security.hasPassword}
        onClose={() => setAsking(null)}
        onProven={done}
      />
      <SetupDialog
        setup={setup()}
        onClose={() => setSetup(null)}
        onConfirmed={async (recoveryCodes) => {
          setSetup(null)
          setCodes(recoveryCodes)
          await refresh()
        }}
      />
      <RecoveryCodes codes={codes()} onClose={() => setCodes(null)} />
    </Card>
  )
}

/** The secret in an `otpauth:` address, in groups that can be typed. */
const keyIn = (uri: string) => (new URL(uri).searchParams.get('secret') ?? '').replaceAll(/.{4}(?=.)/g, '$& ')

function SetupDialog(props: {
  setup: TwoFactorSetup | null
  onClose: () => void
  onConfirmed: (recoveryCodes: readonly string[]) => Promise<void>
}): JSX.Element {
  return (
    <Dialog isOpen={props.setup !== null} onClose={props.onClose} title={words.scanTitle} say={words.scanSay}>
      <Show when={props.setup}>
        {(setup) => (
          <div class="form">
            <Suspense fallback={<div class="qr" />}>
              <QrCode text={setup().uri} label={words.qr} />
            </Suspense>
            <div>
              <b class="lab">{words.key}</b>
              <div class="mono key">{keyIn(setup().uri)}</div>
            </div>
            <ConfirmForm
              onCancel={props.onClose}
              onConfirmed={() => props.onConfirmed(setup().recoveryCodes)}
            />
          </div>
        )}
      </Show>
    </Dialog>
  )
}

function ConfirmForm(props: { onCancel: () => void; onConfirmed: () => Promise<void> }): JSX.Element {
  const form = createForm({
    initial: { code: '' },
    schema: () => import('../../../contracts/session.ts').then((module) => module.ConfirmTwoFactor),
    messages: { code: words.codeWrong },
    submit: async (value: ConfirmTwoFactor) => {
      await post('/confirm', value)
      await props.onConfirmed()
    },
  })
  return (
    <Form form={form}>
      <TextField
        label={words.code}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength="6"
        {...form.bind('code')}
      />
      <div class="row end">
        <Button onClick={props.onCancel}>{text.form.cancel}</Button>
        <Button type="submit" kind="primary" isBusy={form.isBusy()}>
          {words.switchOn}
        </Button>
      </div>
    </Form>
  )
}
