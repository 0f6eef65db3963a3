import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { BackupView } from '../../../contracts/backups.ts'
import { createForm } from '../../lib/form.ts'
import { sessionQuery, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { slugOf } from '../workspaces/slug.ts'
import { restoresQuery, startRestore } from './queries.ts'
import { words } from './words.ts'

/** Asks how the workspace is to be called that is made of a copy. */
export function RestoreDialog(props: { backup: BackupView; when: string; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const name = words.restore.nameOf(workspace().name)
  const form = createForm({
    initial: { name, slug: slugOf(name) },
    schema: () =>
      import('../../../contracts/restore.ts').then(({ CreateRestore }) =>
        CreateRestore.omit({ backupId: true }),
      ),
    messages: { name: words.restore.nameMissing, slug: words.restore.slugWrong },
    submit: async (value) => {
      await startRestore(workspace().id, { backupId: props.backup.id, ...value })
      toast(words.restore.started(value.name))
      props.onClose()
      await client.invalidateQueries({ queryKey: restoresQuery().queryKey })
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
    },
  })
  const setName = (next: string) => {
    const follows = form.values.slug === slugOf(form.values.name)
    form.set('name', next)
    if (follows) form.set('slug', slugOf(next))
  }
  return (
    <Dialog isOpen onClose={props.onClose} title={words.restore.title} say={words.restore.say(props.when)}>
      <Form form={form}>
        <TextField label={words.restore.name} autocomplete="off" {...form.bind('name')} onInput={setName} />
        <TextField
          label={words.restore.slug}
          hint={words.restore.slugHint(`${location.host}/${form.values.slug}`)}
          autocomplete="off"
          spellcheck={false}
          {...form.bind('slug')}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.restore.action}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
