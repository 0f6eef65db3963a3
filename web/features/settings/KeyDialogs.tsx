import Copy from 'lucide-solid/icons/copy'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ClientScope } from '../../../contracts/client-scope.ts'
import type { CreateKey, KeyView, NewKeyView } from '../../../contracts/keys.ts'
import type { Permission } from '../../../contracts/permissions.ts'
import { announce } from '../../lib/announce.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ClientsField } from '../people/ClientsField.tsx'
import { groupsOf, type ScopeChoice, scopesOf, scopesToGive } from './scopes.ts'
import { settingsText } from './text.ts'

const words = settingsText.keys
const createSchema = () => import('../../../contracts/keys.ts').then((module) => module.CreateKey)
const rollSchema = () => import('../../../contracts/keys.ts').then((module) => module.RollKey)

/** Asks for the name, the limits and the length of life of a new key. */
export function MakeDialog(props: {
  isOpen: boolean
  onClose: () => void
  onMade: (made: NewKeyView) => void
}): JSX.Element {
  const may = useMay()
  const workspace = useWorkspace()
  const toGive = () => scopesToGive(may)
  const [days, setDays] = createSignal('90')
  const [choice, setChoice] = createSignal<ScopeChoice>('read')
  const [picked, setPicked] = createSignal<readonly Permission[]>([])
  const initial = () => ({
    name: '',
    scopes: scopesOf('read', toGive(), []),
    clients: workspace().clients as ClientScope,
  })
  const form = createForm({
    initial: initial(),
    schema: createSchema,
    messages: { name: words.nameMissing, scopes: words.scopesMissing, clients: words.clientsMissing },
    submit: async (value: CreateKey) => {
      const body = days() === 'never' ? value : { ...value, expiresInDays: Number(days()) }
      props.onMade(await call<NewKeyView>('/api/v1/keys', { method: 'POST', body }))
      choose('read', [])
      form.reset(initial())
    },
  })
  const choose = (kind: ScopeChoice, by: readonly Permission[]) => {
    setChoice(kind)
    setPicked(by)
    form.set('scopes', scopesOf(kind, toGive(), by))
  }
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={words.create}>
      <Form form={form}>
        <TextField
          label={words.name}
          hint={words.nameHint}
          autocomplete="off"
          maxlength="32"
          {...form.bind('name')}
        />
        <Select
          id="scopes"
          label={words.scopes}
          hint={words.choices[choice()].say}
          options={(['read', 'all', 'picked'] as const).map((value) => ({
            value,
            label: words.choices[value].name,
          }))}
          value={choice()}
          onChange={(kind) => choose(kind, picked())}
        />
        <Show when={choice() === 'picked'}>
          <PickedScopes toGive={toGive()} picked={picked()} onChange={(by) => choose('picked', by)} />
        </Show>
        <ClientsField
          hint={words.clientsHint}
          value={form.values.clients}
          onChange={(clients) => form.set('clients', clients)}
          error={form.errors.clients}
        />
        <Select id="expiry" label={words.expires} options={words.expiry} value={days()} onChange={setDays} />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.create}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function PickedScopes(props: {
  toGive: readonly Permission[]
  picked: readonly Permission[]
  onChange: (picked: readonly Permission[]) => void
}): JSX.Element {
  const turn = (scope: Permission, isOn: boolean) =>
    props.onChange(isOn ? [...props.picked, scope] : props.picked.filter((one) => one !== scope))
  return (
    <fieldset class="scopes">
      <legend class="sr">{words.scopes}</legend>
      <For each={groupsOf(props.toGive)}>
        {(group) => (
          <div>
            <span class="b">{words.thing(group.thing)}</span>
            <For each={group.scopes}>
              {(scope) => (
                <Checkbox
                  label={words.action(scope)}
                  isChecked={props.picked.includes(scope)}
                  onChange={(isOn) => turn(scope, isOn)}
                />
              )}
            </For>
          </div>
        )}
      </For>
    </fieldset>
  )
}

/** Asks how long the old secret may go on beside the new one. */
export function RollDialog(props: {
  rolling: KeyView | null
  onClose: () => void
  onRolled: (made: NewKeyView) => void
}): JSX.Element {
  const form = createForm({
    initial: { overlapHours: 24 },
    schema: rollSchema,
    submit: async (body: { overlapHours: number }) => {
      const id = props.rolling?.id ?? ''
      props.onRolled(await call<NewKeyView>(`/api/v1/keys/${id}/roll`, { method: 'POST', body }))
    },
  })
  return (
    <Dialog
      isOpen={props.rolling !== null}
      onClose={props.onClose}
      title={words.rollTitle(props.rolling?.name ?? '')}
      say={words.rollSay}
    >
      <Form form={form}>
        <Select
          id="overlap"
          label={words.overlap}
          options={words.overlaps}
          value={String(form.values.overlapHours)}
          onChange={(hours) => form.set('overlapHours', Number(hours))}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.rollDo}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** The one time a secret is shown. */
export function SecretDialog(props: { made: NewKeyView | null; onClose: () => void }): JSX.Element {
  const copy = async () => {
    await navigator.clipboard.writeText(props.made?.secret ?? '')
    announce(words.copied)
    toast(words.copied)
  }
  return (
    <Dialog
      isOpen={props.made !== null}
      onClose={props.onClose}
      title={words.secretTitle}
      say={words.secretSay}
    >
      <div class="row">
        <input
          class="in mono"
          readonly
          aria-label={words.secretTitle}
          value={props.made?.secret ?? ''}
          onFocus={(event) => event.currentTarget.select()}
        />
        <IconButton icon={Copy} kind="primary" label={words.copy} onClick={() => void copy()} />
      </div>
      <div class="row end">
        <Button onClick={props.onClose}>{words.done}</Button>
      </div>
    </Dialog>
  )
}
