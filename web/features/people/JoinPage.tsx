import { useQuery } from '@tanstack/solid-query'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Unlink from 'lucide-solid/icons/unlink'
import { type JSX, Match, Show, Switch } from 'solid-js'
import type { JoinView } from '../../../contracts/invitations.ts'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'
import { useSession } from '../../lib/session.tsx'
import { forgetJoinToken, keepJoinToken, keptJoinToken } from '../../lib/stores/join.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { JoinCard } from './JoinCard.tsx'
import { JoinList } from './JoinList.tsx'
import './people.css'
import { peopleText } from './text.ts'

const words = peopleText.join

/** Takes the secret out of the address at once: it must not stand in history, in a screenshot, or in what a link passes on. */
function takeToken(): string | null {
  const given = new URL(location.href).searchParams.get('token')
  if (given !== null) {
    keepJoinToken(given)
    history.replaceState(history.state, '', paths.join())
  }
  return keptJoinToken()
}

/** What a mailed invitation opens; without one, what waits for the person who is signed in. */
export default function JoinPage(): JSX.Element {
  const token = takeToken()
  const session = useSession()
  return (
    <GatePage title={words.title}>
      <Show
        when={token}
        fallback={
          <Show when={!session.isPending}>
            <JoinList person={session.data?.person ?? null} />
          </Show>
        }
      >
        {(secret) => <ByLink token={secret()} />}
      </Show>
    </GatePage>
  )
}

function ByLink(props: { token: string }): JSX.Element {
  const session = useSession()
  const look = useQuery(() => ({
    queryKey: key(NO_WORKSPACE, 'join', 'look', props.token),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call<JoinView>('/api/v1/join/look', {
        method: 'POST',
        body: { token: props.token },
        workspaceId: null,
        signal,
      }),
  }))
  const isDead = () => {
    const { code } = asApiError(look.error)
    return code === 'link_used_up' || code === 'invalid_request'
  }
  return (
    <Switch>
      <Match when={look.isError && !isDead()}>
        <ErrorCard what={words.looking} error={asApiError(look.error)} onRetry={() => void look.refetch()} />
      </Match>
      <Match when={look.isError}>
        <Ended title={words.deadTitle}>{words.dead}</Ended>
      </Match>
      <Match when={!look.isPending && !session.isPending && look.data}>
        {(found) => (
          <Switch fallback={<Ended title={words.deadTitle}>{words.dead}</Ended>}>
            <Match when={found().state === 'open'}>
              <JoinCard
                invitation={found()}
                by={{ token: props.token }}
                person={session.data?.person ?? null}
              />
            </Match>
            <Match when={found().state === 'accepted'}>
              <Ended title={words.acceptedTitle} isGood>
                {words.accepted}
              </Ended>
            </Match>
            <Match when={found().state === 'over'}>
              <Ended title={words.deadTitle}>{words.over(found().invitedBy)}</Ended>
            </Match>
          </Switch>
        )}
      </Match>
    </Switch>
  )
}

/** An invitation that leads nowhere any more. */
function Ended(props: { title: string; isGood?: boolean; children: JSX.Element }): JSX.Element {
  forgetJoinToken()
  return (
    <EmptyState
      icon={props.isGood ? CircleCheck : Unlink}
      tone={props.isGood ? 'pos' : undefined}
      level={1}
      title={props.title}
      actions={
        <LinkButton kind="primary" href={paths.root()}>
          {words.toWorkspaces}
        </LinkButton>
      }
    >
      {props.children}
    </EmptyState>
  )
}
