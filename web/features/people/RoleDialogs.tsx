import { createSignal, For, type JSX } from 'solid-js'
import { ownersOnly, type Permission } from '../../../contracts/permissions.ts'
import type { CreateRole, RoleView } from '../../../contracts/roles.ts'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useMay } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import type { Option } from '../../ui/options.ts'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { rightsByResource, turned } from './rights.ts'
import { peopleText, resourceText, rightText } from './text.ts'

const words = peopleText.roles
const schema = () => import('../../../contracts/roles.ts').then((module) => module.CreateRole)

/** Makes a role, or changes one: a name and a box for each right the person holds themselves. */
export function RoleDialog(props: {
  role: RoleView | null
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const may = useMay()
  const { role } = props
  const form = createForm({
    initial: { name: role?.name ?? '', permissions: turned(role?.permissions ?? [], 'workspace.read', true) },
    schema,
    messages: { name: words.nameWrong },
    submit: async (body: CreateRole) => {
      if (role === null) await call('/api/v1/roles', { method: 'POST', body })
      else
        await call(`/api/v1/roles/${role.id}`, {
          method: 'PATCH',
          body,
          ifMatch: role.version ?? 0,
        })
      await props.onSaved()
      toast(role === null ? words.made(body.name) : words.changed(body.name))
      props.onClose()
    },
  })
  const groups = () =>
    rightsByResource
      .map((group) => ({
        ...group,
        rights: group.rights.filter((right) => may(right) && !ownersOnly.includes(right)),
      }))
      .filter(({ rights }) => rights.length > 0)
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={role === null ? words.create : words.editOf(role.name)}
      say={words.say}
    >
      <Form form={form}>
        <TextField
          label={words.name}
          hint={words.nameHint}
          autocomplete="off"
          maxlength="40"
          {...form.bind('name')}
        />
        <fieldset class="field">
          <legend class="lab">{words.may}</legend>
          <section class="rights" tabindex="0" aria-label={words.may}>
            <For each={groups()}>
              {(group) => (
                <div>
                  <b class="sm">{resourceText[group.resource as keyof typeof resourceText]}</b>
                  <For each={group.rights}>
                    {(right) => (
                      <RightBox
                        right={right}
                        chosen={form.values.permissions}
                        onChange={(next) => form.set('permissions', next)}
                      />
                    )}
                  </For>
                </div>
              )}
            </For>
          </section>
        </fieldset>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function RightBox(props: {
  right: Permission
  chosen: readonly Permission[]
  onChange: (next: Permission[]) => void
}): JSX.Element {
  return (
    <Checkbox
      label={rightText[props.right]}
      hint={props.right === 'workspace.read' ? words.always : undefined}
      isChecked={props.chosen.includes(props.right)}
      onChange={(isOn) => props.onChange(turned(props.chosen, props.right, isOn))}
    />
  )
}

/** Deletes a role once it is said what its members become. */
export function DeleteRoleDialog(props: {
  role: RoleView
  roles: readonly Option[]
  onClose: () => void
  onDeleted: () => Promise<void>
}): JSX.Element {
  const [fallback, setFallback] = createSignal('viewer')
  const [isBusy, setBusy] = createSignal(false)
  const choices = () => props.roles.filter(({ value }) => value !== 'owner' && value !== props.role.id)
  const remove = async () => {
    setBusy(true)
    try {
      await call(`/api/v1/roles/${props.role.id}`, {
        method: 'DELETE',
        body: { fallback: fallback() },
      })
      await props.onDeleted()
      toast(words.deleted(props.role.name))
      props.onClose()
    } catch (thrown) {
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
      setBusy(false)
    }
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={words.deleteTitle(props.role.name)}
      say={words.deleteSay(props.role.members)}
    >
      <div class="form">
        <Select
          id="fallback"
          label={words.fallback}
          options={choices()}
          value={fallback()}
          onChange={setFallback}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button kind="danger" isBusy={isBusy()} onClick={() => void remove()}>
            {words.remove}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
