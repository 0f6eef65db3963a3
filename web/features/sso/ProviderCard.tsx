import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { SsoView } from '../../../contracts/sso.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Field, TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { rolesQuery } from '../people/queries.ts'
import { CopyLine } from './CopyLine.tsx'
import { removeSso, saveSso } from './queries.ts'
import { words } from './words.ts'

const schema = () => import('../../../contracts/sso.ts').then((module) => module.SaveSso)
const kinds = [
  { value: 'oidc', label: words.oidc },
  { value: 'saml', label: words.saml },
] as const
type Kind = (typeof kinds)[number]['value']

/** The provider: which one it is, what it has to know of us, and which role it brings. */
export function ProviderCard(props: { view: SsoView; onSaved: (view: SsoView | null) => void }): JSX.Element {
  const [kind, setKind] = createSignal<Kind>(props.view.provider?.kind ?? 'oidc')
  const [isRemoving, setRemoving] = createSignal(false)
  const remove = async () => {
    try {
      await removeSso()
      toast(words.removed)
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`, { isError: true })
    }
    setRemoving(false)
    props.onSaved(null)
  }
  return (
    <Card title={words.provider}>
      <div class="col">
        <Segmented label={words.kind} options={kinds} value={kind()} onChange={setKind} />
        <Switch>
          <Match when={kind() === 'oidc'}>
            <OidcForm view={props.view} onSaved={props.onSaved} />
          </Match>
          <Match when={kind() === 'saml'}>
            <SamlForm view={props.view} onSaved={props.onSaved} />
          </Match>
        </Switch>
        <Show when={props.view.provider}>
          <div class="row">
            <Button onClick={() => setRemoving(true)}>{words.remove}</Button>
          </div>
        </Show>
      </div>
      <AlertDialog
        isOpen={isRemoving()}
        onClose={() => setRemoving(false)}
        title={words.removeTitle}
        say={words.removeSay}
        keep={words.keep}
        action={words.remove}
        onConfirm={() => void remove()}
      />
    </Card>
  )
}

function RoleField(props: { value: string; onChange: (role: string) => void }): JSX.Element {
  const workspace = useWorkspace()
  const roles = useQuery(() => rolesQuery(workspace().id))
  const options = () =>
    (roles.data ?? [])
      .filter(({ id }) => id !== 'owner')
      .map(({ id, name }) => ({ value: String(id), label: name }))
  return (
    <Select
      id="default-role"
      label={words.role}
      options={options()}
      value={props.value}
      onChange={props.onChange}
    />
  )
}

function OidcForm(props: { view: SsoView; onSaved: (view: SsoView) => void }): JSX.Element {
  const before = props.view.provider?.kind === 'oidc' ? props.view.provider : null
  const form = createForm({
    initial: {
      kind: 'oidc' as const,
      issuer: before?.issuer ?? '',
      clientId: before?.clientId ?? '',
      clientSecret: undefined as string | undefined,
      defaultRole: String(props.view.defaultRole ?? 'viewer'),
    },
    schema,
    messages: { issuer: words.issuerWrong, clientId: words.clientIdWrong, clientSecret: words.secretWrong },
    submit: async (body) => {
      const saved = await saveSso(body)
      form.set('clientSecret', undefined)
      toast(words.saved)
      props.onSaved(saved)
    },
  })
  return (
    <Form form={form}>
      <TextField
        label={words.issuer}
        hint={words.issuerHint}
        type="url"
        autocomplete="off"
        {...form.bind('issuer')}
      />
      <TextField label={words.clientId} autocomplete="off" {...form.bind('clientId')} />
      <TextField
        label={words.clientSecret}
        hint={before ? words.secretKept : words.secretNew}
        type="password"
        autocomplete="off"
        {...form.bind('clientSecret')}
        onInput={(value) => form.set('clientSecret', value === '' ? undefined : value)}
      />
      <RoleField value={form.values.defaultRole} onChange={(role) => form.set('defaultRole', role)} />
      <Ours>
        <CopyLine name={words.redirectUri} value={props.view.ours.redirectUri} />
      </Ours>
      <Save isBusy={form.isBusy()} />
    </Form>
  )
}

function SamlForm(props: { view: SsoView; onSaved: (view: SsoView) => void }): JSX.Element {
  const before = () => (props.view.provider?.kind === 'saml' ? props.view.provider : null)
  const form = createForm({
    initial: {
      kind: 'saml' as const,
      metadata: undefined as string | undefined,
      defaultRole: String(props.view.defaultRole ?? 'viewer'),
    },
    schema,
    messages: { metadata: words.metadataWrong },
    submit: async (body) => {
      const saved = await saveSso(body)
      form.set('metadata', undefined)
      toast(words.saved)
      props.onSaved(saved)
    },
  })
  const set = (value: string) => form.set('metadata', value.trim() === '' ? undefined : value)
  return (
    <Form form={form}>
      <Show when={before()}>
        {(provider) => (
          <dl class="sso-facts">
            <dt>{words.entityId}</dt>
            <dd class="mono sm">{provider().entityId}</dd>
            <dt>{words.entryPoint}</dt>
            <dd class="mono sm">{provider().entryPoint}</dd>
            <dt>{words.fingerprint}</dt>
            <dd class="mono sm">{provider().fingerprints.join(' ')}</dd>
          </dl>
        )}
      </Show>
      <Field
        id="metadata"
        label={words.metadata}
        hint={before() ? words.metadataKept : words.metadataHint}
        error={form.errors.metadata}
      >
        {(wiring) => (
          <textarea
            {...wiring()}
            class="in mono"
            rows="5"
            autocomplete="off"
            spellcheck={false}
            value={form.values.metadata ?? ''}
            onInput={(event) => set(event.currentTarget.value)}
          />
        )}
      </Field>
      <RoleField value={form.values.defaultRole} onChange={(role) => form.set('defaultRole', role)} />
      <Ours>
        <CopyLine name={words.ourEntityId} value={props.view.ours.entityId} />
        <CopyLine name={words.assertionUrl} value={props.view.ours.assertionUrl} />
        <CopyLine name={words.metadataUrl} value={props.view.ours.metadataUrl} />
      </Ours>
      <Save isBusy={form.isBusy()} />
    </Form>
  )
}

function Ours(props: { children: JSX.Element }): JSX.Element {
  return (
    <div class="sso-ours">
      <p class="lab">{words.ours}</p>
      <dl>{props.children}</dl>
    </div>
  )
}

function Save(props: { isBusy: boolean }): JSX.Element {
  return (
    <div class="row">
      <Button type="submit" kind="primary" isBusy={props.isBusy}>
        {words.save}
      </Button>
    </div>
  )
}
