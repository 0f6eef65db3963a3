import { useQuery, useQueryClient } from '@tanstack/solid-query'
import History from 'lucide-solid/icons/rotate-ccw-clock'
import { createSignal, type JSX, Show } from 'solid-js'
import type { BlockingClashes } from '../../../contracts/booking-settings.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfBookingSettings } from '../history/queries.ts'
import { words as history } from '../history/words.ts'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { BookingSettingsForm } from './BookingSettingsForm.tsx'
import { ClashList } from './ClashList.tsx'
import { settingsKey, settingsQuery } from './queries.ts'
import { words } from './words.ts'

/** How the workspace books. */
export default function BookingSettingsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const settings = useQuery(() => settingsQuery(workspace().id))
  const [isHistoryOpen, setHistoryOpen] = createSignal(false)
  // The form begins with what is set; after somebody else changed that, or something was brought back, it begins anew.
  const [begun, setBegun] = createSignal(1)
  const beginAnew = async () => {
    await client.invalidateQueries({ queryKey: settingsKey(workspace().id) })
    setBegun((times) => times + 1)
  }
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub}>
        <Button icon={History} onClick={() => setHistoryOpen(true)}>
          {history.open}
        </Button>
      </SettingsHead>
      <QueryView query={settings} what={words.what} skeleton={<Skeleton label={words.what} rows={6} />}>
        {(found) => (
          <Show when={begun()} keyed>
            <BookingSettingsForm settings={found()} onStale={beginAnew} />
          </Show>
        )}
      </QueryView>
      <Show when={isHistoryOpen()}>
        <HistorySheet
          of={historyOfBookingSettings(words.record)}
          mayRestore={may('bookings.manage')}
          onSettled={beginAnew}
          // The server says of a clash what the form would have shown before.
          refusal={{
            code: 'bookings_clash',
            show: (details) => <ClashList found={details as BlockingClashes} />,
          }}
          onClose={() => setHistoryOpen(false)}
        />
      </Show>
    </>
  )
}
