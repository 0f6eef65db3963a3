import { useMutation, useQueryClient } from '@tanstack/solid-query'
import type { ArtistView } from '../../../contracts/artists.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { artistsKey, setArchived } from './queries.ts'
import { words } from './words.ts'

interface Change {
  artist: ArtistView
  isArchived: boolean
}

/** Puts artists into the archive and brings them back, with a way to undo either. */
export function useArchive(): (artist: ArtistView, isArchived: boolean) => void {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const archive = useMutation(() => ({
    mutationFn: ({ artist, isArchived }: Change) => setArchived(artist.id, isArchived),
    onSuccess: (_: unknown, { artist, isArchived }: Change) =>
      toastUndo(isArchived ? words.archived(artist.name) : words.restored(artist.name), () =>
        archive.mutate({ artist, isArchived: !isArchived }),
      ),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) }),
  }))
  return (artist, isArchived) => archive.mutate({ artist, isArchived })
}
