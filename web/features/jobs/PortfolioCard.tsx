import { useMutation, useQueryClient } from '@tanstack/solid-query'
import LinkIcon from 'lucide-solid/icons/link'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, type JSX, Show } from 'solid-js'
import type { ArtistProfileView } from '../../../contracts/artist-profiles.ts'
import { PORTFOLIO_TITLE_CHARS_MAX } from '../../../contracts/limits.ts'
import type { PortfolioItem } from '../../../contracts/portfolio.ts'
import { asApiError } from '../../lib/errors.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { PortfolioLinkDialog } from './PortfolioLinkDialog.tsx'
import { fileHref, PortfolioList } from './PortfolioList.tsx'
import { portfolioWords as words } from './portfolioWords.ts'
import { addPortfolioFile, addThumbnail, jobsKey, removePortfolioItem } from './queries.ts'
import { thumbnailOf } from './thumbnail.ts'
import { sayRefused } from './useSave.ts'

const ACCEPTED = 'image/jpeg,image/png,image/webp,application/pdf,audio/*,video/mp4,video/webm'

/** `Mural in Lisbon.jpg` is shown as `Mural in Lisbon`. */
const titleOf = (file: File): string =>
  file.name
    .replace(/\.[^.]*$/, '')
    .trim()
    .slice(0, PORTFOLIO_TITLE_CHARS_MAX) || words.unnamed

/** What one's own profile shows: files and videos elsewhere, put in and taken out here. */
export function PortfolioCard(props: { profile: ArtistProfileView }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const [isLinking, setLinking] = createSignal(false)
  const [removing, setRemoving] = createSignal<PortfolioItem | null>(null)
  let input: HTMLInputElement | undefined
  const refresh = () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
  const upload = useMutation(() => ({
    mutationFn: async (file: File) => {
      const item = await addPortfolioFile(props.profile.id, titleOf(file), file)
      const picture = item.kind === 'image' ? await thumbnailOf(file) : null
      return picture === null ? item : addThumbnail(props.profile.id, item.id, picture)
    },
    onSuccess: (item: PortfolioItem) => toast(words.added(item.title)),
    onError: (thrown: unknown) =>
      asApiError(thrown).code === 'unsupported_media'
        ? toast(words.otherKind, { isError: true })
        : sayRefused(thrown),
    onSettled: refresh,
  }))
  const remove = useMutation(() => ({
    mutationFn: (item: PortfolioItem) => removePortfolioItem(props.profile.id, item.id),
    onSuccess: (_: unknown, item: PortfolioItem) => toast(words.removed(item.title)),
    onError: sayRefused,
    onSettled: async () => {
      setRemoving(null)
      await refresh()
    },
  }))
  const choose = (files: FileList | null) => {
    const file = files?.[0]
    if (file) upload.mutate(file)
    // The same file can be chosen again once it was refused.
    if (input) input.value = ''
  }
  return (
    <Card
      title={words.title}
      class="portfolio-card"
      actions={
        <Show when={may('jobs.apply_own')}>
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
      <p class="muted portfolio-say">{words.say}</p>
      <Show
        when={props.profile.portfolio.length > 0}
        fallback={<p class="muted portfolio-say">{words.none}</p>}
      >
        <PortfolioList
          items={props.profile.portfolio}
          hrefOf={(item, part) => fileHref(workspace().id, props.profile.id, item.id, part)}
          onRemove={setRemoving}
        />
      </Show>
      <p class="muted portfolio-limits" role="status">
        {upload.isPending ? words.uploading(upload.variables?.name ?? '') : words.limits}
      </p>
      <Show when={isLinking()}>
        <PortfolioLinkDialog profileId={props.profile.id} onClose={() => setLinking(false)} />
      </Show>
      <Show when={removing()}>
        {(item) => (
          <AlertDialog
            isOpen
            title={words.removeTitle(item().title)}
            say={words.removeSay}
            keep={words.keep}
            action={words.removeDo}
            isBusy={remove.isPending}
            onClose={() => setRemoving(null)}
            onConfirm={() => remove.mutate(item())}
          />
        )}
      </Show>
    </Card>
  )
}
