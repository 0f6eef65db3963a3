import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { setupQuery } from '../onboarding/queries.ts'
import { LeaveCard } from '../people/LeaveCard.tsx'
import { OfferNotice } from '../people/OfferNotice.tsx'
import { workspaceText } from '../workspaces/text.ts'
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
              <CalendarCard isFixed={found().hasOwnData} />
              <CurrencyCard isFixed={found().hasOwnData} />
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
        <Show when={may('workspace.delete')}>
          <DeleteCard />
        </Show>
      </div>
    </>
  )
}

function DeleteCard(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const remove = async () => {
    setBusy(true)
    try {
      await call(`/api/v1/workspaces/${workspace().id}`, {
        method: 'DELETE',
        body: { confirmSlug: workspace().slug },
      })
      client.clear()
      location.assign(paths.root())
    } catch (thrown) {
      toast(asApiError(thrown).message, { isError: true })
      setBusy(false)
    }
  }
  return (
    <Card title={words.delete}>
      <div class="row wrap">
        <p class="sm muted grow">{words.deleteSay}</p>
        <Button icon={Trash} onClick={() => setOpen(true)}>
          {words.delete}
        </Button>
      </div>
      <AlertDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={words.deleteTitle(workspace().name)}
        say={words.deleteSay}
        typed={workspace().slug}
        keep={words.deleteKeep}
        action={words.delete}
        isBusy={isBusy()}
        onConfirm={() => void remove()}
      />
    </Card>
  )
}
