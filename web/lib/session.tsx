import { queryOptions, useQuery } from '@tanstack/solid-query'
import { type Accessor, createContext, type JSX, useContext } from 'solid-js'
import { isLimited, may, type Permission } from '../../contracts/permissions.ts'
import type { Boot, Me, MembershipView } from '../../contracts/session.ts'
import { call } from './api.ts'
import { ApiError } from './errors.ts'
import { createFormat, type Format } from './format.ts'
import { key, NO_WORKSPACE } from './query.ts'
import { isOnTheWayOut } from './stores/leaving.ts'

export type Workspace = MembershipView

function readBoot(): Boot | null {
  const text = document.getElementById('boot')?.textContent
  if (!text) return null
  try {
    // Written into the page by our own Worker, so its shape is that of this build.
    const boot = JSON.parse(text) as Boot | null
    return boot?.v === 1 ? boot : null
  } catch {
    return null
  }
}

const boot = readBoot()
/** When the page was made: what `#boot` says is as old as that. Epoch milliseconds. */
const bootedAtMs = Date.now()

/** True on a developer's machine: shows the component gallery and the mailbox. Unknown without boot data: not local. */
export const isLocal = boot !== null && boot.environment !== 'production'

/** Whether people can sign in by this provider here. */
export const hasProvider = (name: Boot['providers'][number]): boolean =>
  boot?.providers.includes(name) ?? false

/** Who is signed in, from the page itself when the Worker wrote it there, else from the server. Null: nobody. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'session', 'me'),
    queryFn: async ({ signal, client, queryKey }): Promise<Me | null> => {
      try {
        return await call<Me>('/api/v1/me', { signal, workspaceId: null })
      } catch (thrown) {
        if (!(thrown instanceof ApiError && thrown.status === 401)) throw thrown
        // Who has something to read on the way out stays who they were until they leave.
        return isOnTheWayOut() ? (client.getQueryData<Me>(queryKey) ?? null) : null
      }
    },
    // A function that may give nothing: without boot data the server is asked.
    initialData: () => boot?.me,
    initialDataUpdatedAt: bootedAtMs,
  })

/** The session as a query; `data` is null when nobody is signed in. */
export const useSession = () => useQuery(() => sessionQuery())

const WorkspaceContext = createContext<Accessor<Workspace>>()

/** Gives the workspace of the address to everything below. */
export function WorkspaceProvider(props: { value: Workspace; children: JSX.Element }): JSX.Element {
  return <WorkspaceContext.Provider value={() => props.value}>{props.children}</WorkspaceContext.Provider>
}

/** The workspace of this page. Only for pages under `/:org`. */
export function useWorkspace(): Accessor<Workspace> {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('no workspace here: the page stands outside /:org')
  return workspace
}

/** Whether the person may do something in this workspace; the server decides again on every call. */
export function useMay(): (permission: Permission) => boolean {
  const workspace = useWorkspace()
  return (permission) => may(workspace(), permission)
}

/** Whether the person is limited to some clients of this workspace. */
export function useIsLimited(): () => boolean {
  const workspace = useWorkspace()
  return () => isLimited(workspace())
}

/** Formats of this workspace: its currency and time zone, the locale of the app. */
export function useFormat(): Accessor<Format> {
  const workspace = useWorkspace()
  return () => createFormat({ currency: workspace().currency, timeZone: workspace().timeZone })
}

/** Where to go after signing in: the last listed workspace that can be opened, or the page that makes one. */
export function firstWorkspace(me: Me): Workspace | undefined {
  return me.workspaces.find((workspace) => workspace.state === 'active') ?? me.workspaces[0]
}
