import { useQueryClient } from '@tanstack/solid-query'
import { announce } from '../../lib/announce.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { setUpload, type UploadState, upload } from '../../lib/stores/import-draft.ts'
import { toast } from '../../ui/Toast.tsx'
import { importKey, importsKey } from './queries.ts'
import { uploadFile } from './upload.ts'
import { words } from './words.ts'

/** Belongs to the upload in the store: what stops it, and the id that makes a second try the same command. */
let running: { abort: AbortController; commandId: string } | null = null

function warnBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

export interface Uploads {
  start: (file: File) => void
  /** Sends the same file again after a failure, as the same command. */
  retry: () => void
  cancel: () => void
  /** Takes the message of a failed upload away. */
  dismiss: () => void
}

/** Goes on to the mapping where the person still looks at the upload; elsewhere it is only offered. */
function finish(name: string, startedOn: string, goOn: () => void): void {
  setUpload(null)
  announce(words.upload.ready(name))
  if (location.pathname === startedOn) goOn()
  else toast(words.upload.ready(name), { action: { label: words.upload.map, run: goOn } })
}

/** The upload of this tab. `onReady` gets the id of the new import and shows it. */
export function useUpload(onReady: (importId: string) => void): Uploads {
  const client = useQueryClient()
  const workspace = useWorkspace()

  const patch = (change: Partial<UploadState>) => setUpload((state) => state && { ...state, ...change })
  const run = async (file: File, commandId: string) => {
    const workspaceId = workspace().id
    const abort = new AbortController()
    running = { abort, commandId }
    const startedOn = location.pathname
    setUpload({
      file,
      workspaceId,
      stage: 'sending',
      sent: 0,
      startedAtMs: Date.now(),
      error: null,
    })
    addEventListener('beforeunload', warnBeforeLeaving)
    try {
      const onSent = (bytes: number) =>
        patch(bytes >= file.size ? { sent: file.size, stage: 'reading' } : { sent: bytes, stage: 'sending' })
      const view = await uploadFile({ file, workspaceId, commandId, signal: abort.signal, onSent })
      client.setQueryData(importKey(workspaceId, view.id), view)
      void client.invalidateQueries({ queryKey: importsKey(workspaceId) })
      finish(file.name, startedOn, () => onReady(view.id))
    } catch (thrown) {
      if (abort.signal.aborted) {
        setUpload(null)
        announce(words.upload.cancelled)
      } else {
        patch({ stage: 'failed', error: asApiError(thrown) })
      }
    } finally {
      removeEventListener('beforeunload', warnBeforeLeaving)
    }
  }

  return {
    start: (file) => {
      const stage = upload()?.stage
      if (stage === 'sending' || stage === 'reading') return announce(words.upload.busy, 'assertive')
      void run(file, crypto.randomUUID())
    },
    retry: () => {
      const failed = upload()
      // Nothing may have arrived, or only the answer was lost: the same id makes both safe.
      if (failed?.stage === 'failed') void run(failed.file, running?.commandId ?? crypto.randomUUID())
    },
    cancel: () => running?.abort.abort(),
    dismiss: () => setUpload(null),
  }
}
