import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Copy from 'lucide-solid/icons/copy'
import KeyRound from 'lucide-solid/icons/key-round'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, type JSX, Show } from 'solid-js'
import type { CreateKey, KeyView, NewKeyView } from '../../../contracts/workspaces.ts'
import { announce } from '../../lib/announce.ts'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { AlertDialog, Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { keysQuery } from './queries.ts'
import { SettingsHead } from './SettingsHead.tsx'
import { roleText, settingsText } from './text.ts'

const words = settingsText.keys
const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.CreateKey)
const keyRoles = ['viewer', 'editor', 'manager', 'admin'] as const satisfies readonly KeyView['role'][]

/** API keys of the workspace. */
export default function KeysPage(): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const client = useQueryClient()
  const keys = useQuery(() => keysQuery(workspace().id))
  const [isMaking, setMaking] = createSignal(false)
  const [fresh, setFresh] = createSignal<NewKeyView | null>(null)
  const [ending, setEnding] = createSignal<KeyView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: keysQuery(workspace().id).queryKey })
  const revoke = useMutation(() => ({
    mutationFn: (one: KeyView) => call(`/api/v1/keys/${one.id}`, { method: 'DELETE' }),
    onSuccess: (_: unknown, one: KeyView) => toast(words.revoked(one.name)),
    onError: (thrown: unknown) => toast(asApiError(thrown).message, { isError: true }),
    onSettled: () => {
      setEnding(null)
      return refresh()
    },
  }))
  const day = (iso: string) => format().day(iso.slice(0, 10))
  const columns: readonly Column<KeyView>[] = [
    {
      id: 'name',
      header: words.name,
      cell: (one) => (
        <span class="b">
          {one.name}
          <span class="second mono">{one.start}…</span>
        </span>
      ),
    },
    { id: 'role', header: words.role, cell: (one) => roleText[one.role].name },
    { id: 'made', header: 'Created', isEnd: true, isHiddenOnPhone: true, cell: (one) => day(one.createdAt) },
    {
      id: 'ends',
      header: 'Expires',
      isEnd: true,
      cell: (one) => (one.expiresAt ? day(one.expiresAt) : 'never'),
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (one) => (
        <Button size="sm" onClick={() => setEnding(one)}>
          {words.revoke}
        </Button>
      ),
    },
  ]
  const make = () => (
    <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
      {words.create}
    </Button>
  )
  return (
    <>
      <SettingsHead title="API keys" sub={words.sub}>
        <Show when={(keys.isPending ? 0 : (keys.data?.length ?? 0)) > 0}>{make()}</Show>
      </SettingsHead>
      <Card isFlush>
        <DataTable
          label="API keys"
          columns={columns}
          rows={keys.isPending ? undefined : keys.data}
          rowKey={(one) => one.id}
          isLoading={keys.isPending}
          error={keys.error}
          onRetry={() => void keys.refetch()}
          isTwoLine
          empty={
            <EmptyState icon={KeyRound} title={words.none} isCard={false} actions={make()}>
              {words.noneSay}
            </EmptyState>
          }
        />
      </Card>
      <MakeDialog
        isOpen={isMaking()}
        onClose={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false)
          setFresh(made)
          void refresh()
        }}
      />
      <SecretDialog made={fresh()} onClose={() => setFresh(null)} />
      <AlertDialog
        isOpen={ending() !== null}
        onClose={() => setEnding(null)}
        title={words.revokeTitle(ending()?.name ?? '')}
        say={words.revokeSay}
        loss={[{ name: 'Created', value: ending() ? day(ending()?.createdAt ?? '') : '' }]}
        keep={words.revokeKeep}
        action={words.revokeDo}
        isBusy={revoke.isPending}
        onConfirm={() => {
          const one = ending()
          if (one) revoke.mutate(one)
        }}
      />
    </>
  )
}

function MakeDialog(props: {
  isOpen: boolean
  onClose: () => void
  onMade: (made: NewKeyView) => void
}): JSX.Element {
  const [days, setDays] = createSignal('90')
  const form = createForm({
    initial: { name: '', role: 'editor' as KeyView['role'] },
    schema,
    messages: { name: words.nameMissing },
    submit: async (value: CreateKey) => {
      const body = days() === 'never' ? value : { ...value, expiresInDays: Number(days()) }
      props.onMade(await call<NewKeyView>('/api/v1/keys', { method: 'POST', body }))
      form.reset({ name: '', role: 'editor' })
    },
  })
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
          id="role"
          label={words.role}
          hint={roleText[form.values.role].say}
          options={keyRoles.map((role) => ({ value: role, label: roleText[role].name }))}
          value={form.values.role}
          onChange={(role) => form.set('role', role)}
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

function SecretDialog(props: { made: NewKeyView | null; onClose: () => void }): JSX.Element {
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
