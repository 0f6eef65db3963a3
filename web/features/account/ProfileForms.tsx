import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import type { ChangeAddress, ChangePassword, UpdateMe } from '../../../contracts/session.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { sessionQuery } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { securityQuery, sessionsQuery } from './queries.ts'
import { accountText } from './text.ts'

const words = accountText.profile
const contracts = () => import('../../../contracts/session.ts')

function Send(props: { isBusy: boolean; children: string }): JSX.Element {
  return (
    <div class="row">
      <Button type="submit" kind="primary" isBusy={props.isBusy}>
        {props.children}
      </Button>
    </div>
  )
}

export function NameCard(props: { name: string }): JSX.Element {
  const client = useQueryClient()
  const form = createForm({
    initial: { name: props.name },
    schema: () => contracts().then((module) => module.UpdateMe),
    messages: { name: words.nameMissing },
    submit: async (value: UpdateMe) => {
      await call('/api/v1/me', { method: 'PATCH', body: value, workspaceId: null })
      toast(text.form.saved)
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
    },
  })
  return (
    <Card title={words.name}>
      <Form form={form}>
        <TextField label={words.nameLabel} autocomplete="name" maxlength="100" {...form.bind('name')} />
        <Send isBusy={form.isBusy()}>{words.saveName}</Send>
      </Form>
    </Card>
  )
}

/** Asks for a link to a new address; nothing changes before that was used. */
export function AddressCard(props: { email: string; hasPassword: boolean }): JSX.Element {
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const form = createForm({
    initial: { email: '', addressPassword: '' },
    schema: () =>
      contracts().then(({ ChangeAddress }) => ({
        safeParse: (value: unknown) => {
          // Field names are ids, and there is one password field in each form of this page.
          const { email, addressPassword } = value as { email: string; addressPassword: string }
          const asked = { email, ...(props.hasPassword && { password: addressPassword }) }
          const read = ChangeAddress.safeParse(asked)
          if (read.success) return read
          const here = (path: PropertyKey[]) => (path[0] === 'password' ? ['addressPassword'] : path)
          const issues = read.error.issues.map(({ path, message }) => ({ path: here(path), message }))
          return { success: false as const, error: { issues } }
        },
      })),
    messages: { email: words.addressWrong, addressPassword: words.currentMissing },
    submit: async (value: ChangeAddress) => {
      await call('/api/v1/me/address', { method: 'POST', body: value, workspaceId: null })
      setSentTo(value.email)
      form.reset({ email: '', addressPassword: '' })
    },
  })
  return (
    <Card title={words.address}>
      <Form form={form}>
        <p class="muted">{words.addressNow(props.email)}</p>
        <Show when={sentTo()}>{(to) => <Notice tone="pos">{words.addressSent(to())}</Notice>}</Show>
        <TextField
          label={words.newAddress}
          type="email"
          autocomplete="off"
          inputmode="email"
          {...form.bind('email')}
        />
        <Show when={props.hasPassword}>
          <TextField
            label={words.currentPassword}
            type="password"
            autocomplete="current-password"
            {...form.bind('addressPassword')}
          />
        </Show>
        <Send isBusy={form.isBusy()}>{words.addressAsk}</Send>
      </Form>
    </Card>
  )
}

/** A new password; whoever is signed in elsewhere is out. */
export function PasswordCard(props: { hasPassword: boolean }): JSX.Element {
  const client = useQueryClient()
  const form = createForm({
    initial: { password: '', newPassword: '' },
    schema: () =>
      contracts().then(({ ChangePassword }) => ({
        safeParse: (value: unknown) => {
          const { password, newPassword } = value as { password: string; newPassword: string }
          return ChangePassword.safeParse({ newPassword, ...(props.hasPassword && { password }) })
        },
      })),
    messages: { password: words.currentMissing, newPassword: words.newPasswordShort },
    submit: async (value: ChangePassword) => {
      await call('/api/v1/me/password', { method: 'POST', body: value, workspaceId: null })
      form.reset({ password: '', newPassword: '' })
      toast(words.passwordSaved)
      await client.invalidateQueries({ queryKey: securityQuery().queryKey })
      await client.invalidateQueries({ queryKey: sessionsQuery().queryKey })
    },
  })
  return (
    <Card title={words.password}>
      <Form form={form}>
        <Show when={props.hasPassword} fallback={<p class="muted">{words.noPassword}</p>}>
          <TextField
            label={words.currentPassword}
            type="password"
            autocomplete="current-password"
            {...form.bind('password')}
          />
        </Show>
        <TextField
          label={words.newPassword}
          hint={words.newPasswordHint}
          type="password"
          autocomplete="new-password"
          {...form.bind('newPassword')}
        />
        <Send isBusy={form.isBusy()}>{words.savePassword}</Send>
      </Form>
    </Card>
  )
}
