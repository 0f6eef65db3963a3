import { useQueryClient } from '@tanstack/solid-query'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { sessionQuery, useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { ErrorSummary, TextField } from '../../ui/Field.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { SettingsHead } from './SettingsHead.tsx'
import { settingsText } from './text.ts'

const words = settingsText.workspace
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.UpdateWorkspace)

/** Settings of the workspace itself. */
export default function WorkspacePage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  return (
    <>
      <SettingsHead title={text.nav.workspace} sub={words.sub} />
      <div class="col">
        <NameCard />
        <Card title={words.facts}>
          <dl class="stat start">
            <dt>Address</dt>
            <dd class="mono">/{workspace().slug}</dd>
            <dt>Time zone</dt>
            <dd>{workspace().timeZone.replaceAll('_', ' ')}</dd>
            <dt>Currency</dt>
            <dd>{workspace().currency}</dd>
            <dt>Weeks start on</dt>
            <dd>{weekdays[workspace().weekStart - 1]}</dd>
            <dt>Fiscal year starts in</dt>
            <dd>{monthName.format(Date.UTC(2026, workspace().fiscalYearStartMonth - 1, 1))}</dd>
          </dl>
        </Card>
        <Show when={workspace().role === 'owner' && may('workspace.update')}>
          <DeleteCard />
        </Show>
      </div>
    </>
  )
}

function NameCard(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const form = createForm({
    initial: { name: workspace().name },
    schema,
    messages: { name: words.nameMissing },
    submit: async (value) => {
      const before = workspace().name
      const save = async (name: string) => {
        await call(`/api/v1/workspaces/${workspace().id}`, { method: 'PATCH', body: { name } })
        await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
      }
      await save(value.name)
      toast(text.form.saved, {
        action: {
          label: text.form.undo,
          run: () => {
            form.set('name', before)
            save(before).catch((thrown: unknown) => toast(asApiError(thrown).message, { isError: true }))
          },
        },
      })
    },
  })
  return (
    <Card title={words.general}>
      <Show when={may('workspace.update')} fallback={<Notice tone="info">{words.readOnly}</Notice>}>
        <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
          <ErrorSummary errors={form.errors} ref={form.summaryRef} />
          <Show when={form.failure()}>
            <Notice tone="neg" isAlert>
              {form.failure()}
            </Notice>
          </Show>
          <TextField label={words.name} autocomplete="organization" {...form.bind('name')} />
          <div class="row">
            <Button type="submit" kind="primary" isBusy={form.isBusy()}>
              {text.form.save}
            </Button>
          </div>
        </form>
      </Show>
    </Card>
  )
}

function DeleteCard(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const remove = async () => {
    setBusy(true)
    try {
      await call(`/api/v1/workspaces/${workspace().id}`, {
        method: 'DELETE',
        body: { confirmSlug: workspace().slug },
      })
      client.clear()
      location.assign(paths.root())
    } catch (thrown) {
      toast(asApiError(thrown).message, { isError: true })
      setBusy(false)
    }
  }
  return (
    <Card title={words.delete}>
      <div class="row wrap">
        <p class="sm muted grow">{words.deleteSay}</p>
        <Button icon={Trash} onClick={() => setOpen(true)}>
          {words.delete}
        </Button>
      </div>
      <AlertDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={words.deleteTitle(workspace().name)}
        say={words.deleteSay}
        typed={workspace().slug}
        keep={words.deleteKeep}
        action={words.delete}
        isBusy={isBusy()}
        onConfirm={() => void remove()}
      />
    </Card>
  )
}
