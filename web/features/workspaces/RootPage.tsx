import { Navigate } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { firstWorkspace, useSession } from '../../lib/session.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { ErrorCard } from '../../ui/States.tsx'

/** The bare address: on to the workspace of this person, to making one, or to signing in. */
export default function RootPage(): JSX.Element {
  const session = useSession()
  const target = () => {
    const me = session.data
    if (!me) return paths.login()
    const workspace = firstWorkspace(me)
    return workspace ? paths.home(workspace.slug) : paths.newWorkspace()
  }
  return (
    <Switch>
      <Match when={session.isPending}>{null}</Match>
      <Match when={session.isError}>
        <GatePage>
          <ErrorCard
            what="Your session"
            error={asApiError(session.error)}
            onRetry={() => session.refetch()}
          />
        </GatePage>
      </Match>
      <Match when={true}>
        <Navigate href={target()} />
      </Match>
    </Switch>
  )
}
