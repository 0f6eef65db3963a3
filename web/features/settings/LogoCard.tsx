import { useMutation, useQueryClient } from '@tanstack/solid-query'
import ImageUp from 'lucide-solid/icons/image-up'
import Trash from 'lucide-solid/icons/trash'
import { type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { sessionQuery, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { toast } from '../../ui/Toast.tsx'
import { logoAddress, WorkspaceLogo } from '../workspaces/WorkspaceLogo.tsx'
import { settingsText } from './text.ts'

const words = settingsText.workspace.logo

/** The logo as it is, another one, or none. */
export function LogoCard(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  let input: HTMLInputElement | undefined
  const path = () => `/api/v1/workspaces/${workspace().id}/logo`
  const options = {
    onError: (thrown: unknown) => {
      const { code, message, next } = asApiError(thrown)
      toast(code === 'unsupported_media' ? words.otherKind : `${message} ${next}`, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: sessionQuery().queryKey }),
  }
  const put = useMutation(() => ({
    ...options,
    mutationFn: (picture: Blob) => call(path(), { method: 'PUT', body: picture }),
    onSuccess: () => toast(words.saved),
  }))
  const remove = useMutation(() => ({
    ...options,
    mutationFn: async () => {
      // The bytes are kept by this page, so that they can be put back.
      const before = await (await fetch(logoAddress(workspace()) ?? '')).blob()
      await call(path(), { method: 'DELETE' })
      return before
    },
    onSuccess: (before: Blob) =>
      toast(words.removed, { action: { label: text.form.undo, run: () => put.mutate(before) } }),
  }))
  return (
    <Card title={words.title}>
      <div class="logo-row">
        <span class="logo-shown">
          <WorkspaceLogo workspace={workspace()} />
        </span>
        <span class="sm muted">{words.say}</span>
      </div>
      <div class="row after">
        <Button icon={ImageUp} isBusy={put.isPending} onClick={() => input?.click()}>
          {workspace().logo === null ? words.choose : words.change}
        </Button>
        <input
          ref={input}
          type="file"
          class="sr"
          tabindex="-1"
          aria-label={words.choose}
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            // The same file chosen again must count as a choice.
            event.currentTarget.value = ''
            if (file) put.mutate(file)
          }}
        />
        <Show when={workspace().logo !== null}>
          <Button kind="quiet" icon={Trash} isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {words.remove}
          </Button>
        </Show>
      </div>
    </Card>
  )
}
