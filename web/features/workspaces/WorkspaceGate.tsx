import { Navigate, useLocation, useParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import DoorClosed from 'lucide-solid/icons/door-closed'
import Hourglass from 'lucide-solid/icons/hourglass'
import { createEffect, createMemo, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { sessionQuery, useSession, type Workspace, WorkspaceProvider } from '../../lib/session.tsx'
import { setCurrentWorkspaceId } from '../../lib/stores/current.ts'
import { text } from '../../lib/text.ts'
import { GatePage } from '../../ui/GatePage.tsx'
import { EmptyState, ErrorCard, NotFound } from '../../ui/States.tsx'
import { CompanyButton } from '../auth/CompanyButton.tsx'
import { AppShell } from './AppShell.tsx'

const PROVISIONING_POLL_MS = 1_500

/** Stands before every page of a workspace: who is asking, is it theirs, can it be opened. */
export function WorkspaceGate(props: { children?: JSX.Element }): JSX.Element {
  const params = useParams()
  const location = useLocation()
  const session = useSession()
  // Of what failed there is nothing to be read: that would wait for it when it is asked for again, and everything around with it.
  const me = () => dataOf(session)
  const workspace = createMemo(() => me()?.workspaces.find((one) => one.slug === params.org))
  return (
    <Switch>
      <Match when={session.isError && me() === undefined}>
        <GatePage>
          <ErrorCard
            what="Your session"
            error={asApiError(session.error)}
            onRetry={() => session.refetch()}
          />
        </GatePage>
      </Match>
      <Match when={me() === null}>
        <Navigate href={paths.login(location.pathname + location.search)} />
      </Match>
      <Match when={me() && !workspace()}>
        <GatePage>
          <NotFound title={text.state.noWorkspace} why={text.state.noWorkspaceWhy} />
        </GatePage>
      </Match>
      <Match when={workspace()}>
        {(found) => (
          <Show
            when={found().state === 'active' && !found().isShut}
            fallback={
              found().isShut ? (
                <ByCompanyOnly workspace={found()} email={me()?.person.email ?? ''} />
              ) : (
                <NotOpen workspace={found()} />
              )
            }
          >
            <Show when={found().id} keyed>
              {(id) => (
                <OpenWorkspace id={id} workspace={found()}>
                  {props.children}
                </OpenWorkspace>
              )}
            </Show>
          </Show>
        )}
      </Match>
    </Switch>
  )
}

function OpenWorkspace(props: { id: string; workspace: Workspace; children: JSX.Element }): JSX.Element {
  const client = useQueryClient()
  // Before any child asks for anything: every call and every key carries this id.
  const id = props.id
  setCurrentWorkspaceId(id)
  onCleanup(() => {
    setCurrentWorkspaceId((current) => (current === id ? null : current))
    client.removeQueries({ queryKey: [id] })
  })
  return (
    <WorkspaceProvider value={props.workspace}>
      <AppShell>{props.children}</AppShell>
    </WorkspaceProvider>
  )
}

/** The workspace wants the company's own sign-in, and this session began another way. */
function ByCompanyOnly(props: { workspace: Workspace; email: string }): JSX.Element {
  return (
    <GatePage>
      <h1 tabindex="-1">{text.state.companyOnly(props.workspace.name)}</h1>
      <p class="lead">{text.state.companyOnlyWhy}</p>
      <CompanyButton email={props.email} next={paths.home(props.workspace.slug)} kind="primary" />
    </GatePage>
  )
}

function NotOpen(props: { workspace: Workspace }): JSX.Element {
  const client = useQueryClient()
  const isProvisioning = () => props.workspace.state === 'provisioning'
  createEffect(() => {
    if (!isProvisioning()) return
    const timer = setInterval(() => client.invalidateQueries(sessionQuery()), PROVISIONING_POLL_MS)
    onCleanup(() => clearInterval(timer))
  })
  return (
    <GatePage>
      <Show
        when={isProvisioning()}
        fallback={
          <EmptyState icon={DoorClosed} level={1} title={text.state.suspended}>
            {text.state.suspendedWhy}
          </EmptyState>
        }
      >
        <EmptyState icon={Hourglass} level={1} title={text.state.provisioning}>
          {text.state.provisioningWhy}
        </EmptyState>
      </Show>
    </GatePage>
  )
}
