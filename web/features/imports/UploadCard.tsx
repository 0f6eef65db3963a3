import CircleAlert from 'lucide-solid/icons/circle-alert'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import Upload from 'lucide-solid/icons/upload'
import { type JSX, Show } from 'solid-js'
import { isRetryable } from '../../lib/errors.ts'
import { useFormat } from '../../lib/session.tsx'
import type { UploadState } from '../../lib/stores/import-draft.ts'
import { Button } from '../../ui/Button.tsx'
import { JobProgress } from '../../ui/JobProgress.tsx'
import { FileButton } from './Intake.tsx'
import type { Uploads } from './useUpload.ts'
import { words } from './words.ts'

const TELLING_MS = 1_000

/** A file on its way: how far it is and how to stop it, or why it was not taken and what to do. */
export function UploadCard(props: { state: UploadState; uploads: Uploads }): JSX.Element {
  const format = useFormat()
  const speed = () => {
    const elapsedMs = Date.now() - props.state.startedAtMs
    if (props.state.stage !== 'sending' || elapsedMs < TELLING_MS || props.state.sent === 0) return undefined
    return words.upload.speed(format().bytes(Math.round((props.state.sent * 1_000) / elapsedMs)))
  }
  const title = () =>
    props.state.stage === 'sending' ? words.upload.sending(props.state.file.name) : words.upload.reading
  return (
    <Show
      when={props.state.error}
      fallback={
        <JobProgress
          title={title()}
          share={
            props.state.stage === 'sending' ? props.state.sent / Math.max(1, props.state.file.size) : null
          }
          aside={words.upload.sent(format().bytes(props.state.sent), format().bytes(props.state.file.size))}
          say={[speed(), words.upload.stay].filter(Boolean).join(' · ')}
          actions={<Button onClick={props.uploads.cancel}>{words.upload.cancel}</Button>}
        />
      }
    >
      {(error) => (
        <section class="card result" role="alert" aria-label={words.upload.failed(props.state.file.name)}>
          <span class="ic neg">
            <CircleAlert />
          </span>
          <div class="grow">
            <h2>{words.upload.failed(props.state.file.name)}</h2>
            <p class="sm">
              {error().message} {error().next}
            </p>
            <div class="row wrap result-acts">
              <FileButton
                kind={isRetryable(error()) ? undefined : 'primary'}
                icon={Upload}
                onFile={props.uploads.start}
              >
                {words.upload.other}
              </FileButton>
              <Button
                kind={isRetryable(error()) ? 'primary' : undefined}
                icon={RefreshCw}
                onClick={props.uploads.retry}
              >
                {words.upload.again}
              </Button>
              <Button kind="quiet" onClick={props.uploads.dismiss}>
                {words.upload.close}
              </Button>
            </div>
          </div>
        </section>
      )}
    </Show>
  )
}
