import { useQuery } from '@tanstack/solid-query'
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
import { settingsQuery } from './queries.ts'
import { words } from './words.ts'

/** How the workspace books. */
export default function BookingSettingsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const settings = useQuery(() => settingsQuery(workspace().id))
  const [isHistoryOpen, setHistoryOpen] = createSignal(false)
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub}>
        <Button icon={History} onClick={() => setHistoryOpen(true)}>
          {history.open}
        </Button>
      </SettingsHead>
      <QueryView query={settings} what={words.what} skeleton={<Skeleton label={words.what} rows={6} />}>
        {(found) => <BookingSettingsForm settings={found()} />}
      </QueryView>
      <Show when={isHistoryOpen()}>
        <HistorySheet
          of={historyOfBookingSettings(words.record, { ...words.statuses, ...words.unansweredOptions })}
          mayRestore={may('bookings.manage')}
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
