import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { Notice } from '../../ui/States.tsx'
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
  const setup = useQuery(() => setupQuery(workspace().id))
  return (
    <>
      <SettingsHead title={text.nav.workspace} sub={words.sub} />
      <div class="col">
        <OfferNotice />
        <QueryView
          query={setup}
          what={text.nav.workspace}
          skeleton={<Skeleton label={text.nav.workspace} rows={8} />}
        >
          {(found) => (
            <Show when={may('workspace.update')} fallback={<Notice tone="info">{words.readOnly}</Notice>}>
              <ProfileCard />
              <LogoCard />
              <CalendarCard isFixed={found().hasOwnData} />
              <CurrencyCard isFixed={found().hasOwnData} />
              <DefaultClientCard />
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
    </>
  )
}
