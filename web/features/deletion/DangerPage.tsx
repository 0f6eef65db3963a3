import { A } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX, Show } from 'solid-js'
import type { DeletionView } from '../../../contracts/deletion.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { SupportCard } from '../support/SupportCard.tsx'
import { askDeletion, deletionQuery } from './queries.ts'
import { useKeep } from './useKeep.ts'
import { words } from './words.ts'

/** The end of a workspace: asked for with its name typed, 14 days to keep it after all. */
export default function DangerPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const client = useQueryClient()
  const query = useQuery(() => deletionQuery(workspace().id))
  const deletion = () => dataOf(query) ?? null
  const [isOpen, setOpen] = createSignal(false)
  const keep = useKeep()
  const day = (iso: string) => format().day(iso.slice(0, 10))
  const ask = useMutation(() => ({
    mutationFn: () => askDeletion(workspace().id, workspace().slug),
    onSuccess: (asked: DeletionView) => toast(words.asked(day(asked.dueAt))),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => {
      setOpen(false)
      return client.invalidateQueries({ queryKey: deletionQuery(workspace().id).queryKey })
    },
  }))
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub} />
      <Show when={may('workspace.delete')} fallback={<Notice tone="info">{words.ownersOnly}</Notice>}>
        <div class="col">
          <SupportCard />
          <Card title={words.delete}>
            <p class="sm muted">{words.deleteSay}</p>
            <div class="row wrap after">
              <Show
                when={deletion()}
                fallback={
                  <Button kind="danger" icon={Trash} onClick={() => setOpen(true)}>
                    {words.delete}
                  </Button>
                }
              >
                {(asked) => (
                  <>
                    <span class="grow">{words.asked(day(asked().dueAt))}</span>
                    <Button kind="primary" isBusy={keep.isPending} onClick={() => keep.mutate()}>
                      {words.keep}
                    </Button>
                  </>
                )}
              </Show>
              <LinkButton href={paths.settings(workspace().slug, 'backups')}>{words.exportFirst}</LinkButton>
            </div>
            <p class="cap subtle after">
              {words.proofs} <A href={paths.deletions()}>{words.proofsLink}</A>.
            </p>
          </Card>
        </div>
        <AlertDialog
          isOpen={isOpen()}
          onClose={() => setOpen(false)}
          title={words.deleteTitle(workspace().name)}
          say={words.deleteAsk}
          loss={[
            { name: words.loss.numbers, value: words.all },
            { name: words.loss.files, value: words.all },
            { name: words.loss.people, value: words.loss.everyone },
          ]}
          typed={workspace().slug}
          keep={words.keepNow}
          action={words.delete}
          isBusy={ask.isPending}
          onConfirm={() => ask.mutate()}
        />
      </Show>
    </>
  )
}
