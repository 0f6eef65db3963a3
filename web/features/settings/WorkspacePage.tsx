import { useQuery, useQueryClient } from '@tanstack/solid-query'
import History from 'lucide-solid/icons/rotate-ccw-clock'
import { createSignal, type JSX, Show } from 'solid-js'
import { sessionQuery, useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { Notice } from '../../ui/States.tsx'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfSettings } from '../history/queries.ts'
import { words as history } from '../history/words.ts'
import { setupQuery } from '../onboarding/queries.ts'
import { LeaveCard } from '../people/LeaveCard.tsx'
import { OfferNotice } from '../people/OfferNotice.tsx'
import { workspaceText } from '../workspaces/text.ts'
import { DefaultClientCard } from './DefaultClientCard.tsx'
import { LogoCard } from './LogoCard.tsx'
import { SettingsHead } from './SettingsHead.tsx'
import { settingsText } from './text.ts'
import { CalendarCard, CurrencyCard, ProfileCard } from './WorkspaceForms.tsx'

const words = settingsText.workspace

/** Settings of the workspace itself, saved section by section. */
export default function WorkspacePage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const setup = useQuery(() => setupQuery(workspace().id))
  const [isHistoryOpen, setHistoryOpen] = createSignal(false)
  // Forms begin with what is set; after something was brought back they begin anew.
  const [begun, setBegun] = createSignal(1)
  const restored = async () => {
    await client.invalidateQueries({ queryKey: [workspace().id] })
    await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
    setBegun((times) => times + 1)
  }
  return (
    <>
      <SettingsHead title={text.nav.workspace} sub={words.sub}>
        <Show when={may('workspace.update')}>
          <Button icon={History} onClick={() => setHistoryOpen(true)}>
            {history.open}
          </Button>
        </Show>
      </SettingsHead>
      <div class="col">
        <OfferNotice />
        <QueryView
          query={setup}
          what={text.nav.workspace}
          skeleton={<Skeleton label={text.nav.workspace} rows={8} />}
        >
          {(found) => (
            <Show when={may('workspace.update')} fallback={<Notice tone="info">{words.readOnly}</Notice>}>
              <Show when={begun()} keyed>
                <ProfileCard />
                <LogoCard />
                <CalendarCard isFixed={found().hasOwnData} />
                <CurrencyCard isFixed={found().hasOwnData} />
                <DefaultClientCard />
              </Show>
            </Show>
          )}
        </QueryView>
        <Card title={words.facts}>
          <dl class="stat start">
            <dt>{workspaceText.slug}</dt>
            <dd class="mono">/{workspace().slug}</dd>
            <dt>{workspaceText.region}</dt>
            <dd>{workspaceText.regions.find((one) => one.value === workspace().region)?.label}</dd>
            <dt>{words.plan}</dt>
            <dd>{words.planName(workspace().plan)}</dd>
          </dl>
        </Card>
        <LeaveCard />
      </div>
      <Show when={isHistoryOpen()}>
        <HistorySheet
          of={historyOfSettings(workspace().name)}
          mayRestore
          onSettled={restored}
          onClose={() => setHistoryOpen(false)}
        />
      </Show>
    </>
  )
}
