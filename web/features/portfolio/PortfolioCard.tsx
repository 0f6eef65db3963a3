import './portfolio.css'
import { useMutation } from '@tanstack/solid-query'
import LinkIcon from 'lucide-solid/icons/link'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, type JSX, Show } from 'solid-js'
import { PORTFOLIO_TITLE_CHARS_MAX } from '../../../contracts/limits.ts'
import type { PortfolioItem, PortfolioOwner } from '../../../contracts/portfolio.ts'
import { asApiError } from '../../lib/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { toast } from '../../ui/Toast.tsx'
import { sayRefused } from '../jobs/useSave.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { addFile, addThumbnail } from './queries.ts'
import { thumbnailOf } from './thumbnail.ts'
import { words } from './words.ts'

const ACCEPTED = 'image/jpeg,image/png,image/webp,application/pdf,audio/*,video/mp4,video/webm'

/** `Mural in Lisbon.jpg` is shown as `Mural in Lisbon`. */
const titleOf = (file: File): string =>
  file.name
    .replace(/\.[^.]*$/, '')
    .trim()
    .slice(0, PORTFOLIO_TITLE_CHARS_MAX) || words.unnamed

/** A card of works with the ways to put one in: a file, or a video elsewhere. */
export function PortfolioCard(props: {
  owner: PortfolioOwner
  title: string
  say: string
  mayChange: boolean
  refresh: () => Promise<unknown>
  children: JSX.Element
}): JSX.Element {
  const [isLinking, setLinking] = createSignal(false)
  let input: HTMLInputElement | undefined
  const upload = useMutation(() => ({
    mutationFn: async (file: File) => {
      const item = await addFile(props.owner, titleOf(file), file)
      const picture = item.kind === 'image' ? await thumbnailOf(file) : null
      return picture === null ? item : addThumbnail(props.owner, item.id, picture)
    },
    onSuccess: (item: PortfolioItem) => toast(words.added(item.title)),
    onError: (thrown: unknown) =>
      asApiError(thrown).code === 'unsupported_media'
        ? toast(words.otherKind, { isError: true })
        : sayRefused(thrown),
    onSettled: () => props.refresh(),
  }))
  const choose = (files: FileList | null) => {
    const file = files?.[0]
    if (file) upload.mutate(file)
    // The same file can be chosen again once it was refused.
    if (input) input.value = ''
  }
  return (
    <Card
      title={props.title}
      class="portfolio-card"
      actions={
        <Show when={props.mayChange}>
          <input
            ref={input}
            type="file"
            hidden
            accept={ACCEPTED}
            onChange={(event) => choose(event.currentTarget.files)}
          />
          <Button size="sm" icon={Upload} isBusy={upload.isPending} onClick={() => input?.click()}>
            {words.addFile}
          </Button>
          <Button size="sm" icon={LinkIcon} onClick={() => setLinking(true)}>
            {words.addLink}
          </Button>
        </Show>
      }
    >
      <p class="muted portfolio-say">{props.say}</p>
      {props.children}
      <Show when={props.mayChange}>
        <p class="muted portfolio-limits" role="status">
          {upload.isPending ? words.uploading(upload.variables?.name ?? '') : words.limits}
        </p>
      </Show>
      <Show when={isLinking()}>
        <LinkDialog owner={props.owner} refresh={props.refresh} onClose={() => setLinking(false)} />
      </Show>
    </Card>
  )
}
