import { Navigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import MailOpen from 'lucide-solid/icons/mail-open'
import MailWarning from 'lucide-solid/icons/mail-warning'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { PersonView } from '../../../contracts/session.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { EmptyState, ErrorCard, Notice } from '../../ui/States.tsx'
import { JoinCard } from './JoinCard.tsx'
import { joinListQuery } from './queries.ts'
import { peopleText } from './text.ts'

const words = peopleText.join

/** Invitations that wait for the person who is signed in, one card each. */
export function JoinList(props: { person: PersonView | null }): JSX.Element {
  return (
    <Show when={props.person} fallback={<Navigate href={paths.login(paths.join())} />}>
      {(person) => <Waiting person={person()} />}
    </Show>
  )
}

function Waiting(props: { person: PersonView }): JSX.Element {
  const list = useQuery(() => joinListQuery())
  const onward = () => (
    <LinkButton kind="primary" href={paths.root()}>
      {words.toWorkspaces}
    </LinkButton>
  )
  return (
    <Switch>
      <Match when={list.isError}>
        <ErrorCard
          what={words.listTitle}
          error={asApiError(list.error)}
          onRetry={() => void list.refetch()}
        />
      </Match>
      <Match when={!list.isPending && list.data?.isConfirmed === false}>
        <EmptyState icon={MailWarning} tone="warn" level={1} title={words.unconfirmed} actions={onward()}>
          {words.unconfirmedSay(props.person.email)}
        </EmptyState>
      </Match>
      <Match when={!list.isPending && list.data?.invitations.length === 0}>
        <EmptyState icon={MailOpen} level={1} title={words.none} actions={onward()}>
          {words.noneSay}
        </EmptyState>
      </Match>
      <Match when={!list.isPending && list.data}>
        {(found) => (
          <div class="invitations">
            <For each={found().invitations}>
              {(invitation) => (
                <section>
                  <JoinCard
                    invitation={invitation}
                    by={{ invitationId: invitation.id }}
                    person={props.person}
                  />
                </section>
              )}
            </For>
          </div>
        )}
      </Match>
    </Switch>
  )
}

/** Says, where a first workspace is about to be made, that one may be there already. */
export function WaitingNotice(): JSX.Element {
  const session = useSession()
  const list = useQuery(() => ({
    ...joinListQuery(),
    enabled: session.data?.person.emailVerified === true,
  }))
  const count = () => (list.isPending ? 0 : (list.data?.invitations.length ?? 0))
  return (
    <Show when={count() > 0}>
      <Notice
        tone="info"
        icon={MailOpen}
        action={
          <LinkButton size="sm" href={paths.join()}>
            {words.look}
          </LinkButton>
        }
      >
        {words.waiting(count())}
      </Notice>
    </Show>
  )
}
