import { useQuery } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { useWorkspace } from '../../lib/session.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { BookingSettingsForm } from './BookingSettingsForm.tsx'
import { settingsQuery } from './queries.ts'
import { words } from './words.ts'

/** How the workspace books. */
export default function BookingSettingsPage(): JSX.Element {
  const workspace = useWorkspace()
  const settings = useQuery(() => settingsQuery(workspace().id))
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub} />
      <QueryView query={settings} what={words.what} skeleton={<Skeleton label={words.what} rows={6} />}>
        {(found) => <BookingSettingsForm settings={found()} />}
      </QueryView>
    </>
  )
}
