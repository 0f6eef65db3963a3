import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { artistsKey, eraseArtist } from './queries.ts'
import { words } from './words.ts'

/** Erases what is personal about an artist for good, once its name was typed. */
export function EraseArtist(props: { artist: ArtistView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isOpen, setOpen] = createSignal(false)
  const erase = useMutation(() => ({
    mutationFn: () => eraseArtist(props.artist),
    onSuccess: () => toast(words.erased),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => {
      setOpen(false)
      return client.invalidateQueries({ queryKey: artistsKey(workspace().id) })
    },
  }))
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.erase}</Button>
      <AlertDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={words.eraseTitle(props.artist.name)}
        say={words.eraseAsk}
        loss={words.eraseLoss}
        typed={props.artist.name}
        keep={words.eraseKeep}
        action={words.erase}
        isBusy={erase.isPending}
        onConfirm={() => erase.mutate()}
      />
    </>
  )
}
