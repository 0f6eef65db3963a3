import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { deletionQuery } from './queries.ts'
import { useKeep } from './useKeep.ts'
import { words } from './words.ts'

/** Says to everybody in a workspace that it is going to be deleted, and lets an owner keep it. */
export function DeletionNotice(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const query = useQuery(() => deletionQuery(workspace().id))
  const keep = useKeep()
  return (
    <Show when={dataOf(query) ?? null}>
      {(deletion) => (
        <Notice
          tone="warn"
          isAlert
          action={
            <Show when={may('workspace.delete')}>
              <Button size="sm" isBusy={keep.isPending} onClick={() => keep.mutate()}>
                {words.keep}
              </Button>
            </Show>
          }
        >
          <b>{words.notice(format().day(deletion().dueAt.slice(0, 10)))}</b>{' '}
          {may('workspace.delete') ? words.noticeOwner : words.noticeOther}
        </Notice>
      )}
    </Show>
  )
}
