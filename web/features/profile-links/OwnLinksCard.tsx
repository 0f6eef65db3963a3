import { dataOf } from '../../lib/data-of.ts'
import './profile-links.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { OwnProfileLinkView } from '../../../contracts/profile-links.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { jobsKey } from '../jobs/queries.ts'
import { sayRefused } from '../jobs/useSave.ts'
import { acceptLink, endOwnLink, ownLinksQuery } from './queries.ts'
import { words } from './words.ts'

/** Workspaces that ask to see one's card beside an artist of theirs, and those that may. Not there while there are none. */
export function OwnLinksCard(props: { isHidden: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => ownLinksQuery(workspace().id))
  const links = () => dataOf(query)
  const [ending, setEnding] = createSignal<OwnProfileLinkView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
  const accept = useMutation(() => ({
    mutationFn: ({ id }: OwnProfileLinkView) => acceptLink(id),
    onSuccess: (_: unknown, link: OwnProfileLinkView) => toast(words.accepted(link.workspaceName)),
    onError: sayRefused,
    onSettled: refresh,
  }))
  const end = useMutation(() => ({
    mutationFn: ({ id }: OwnProfileLinkView) => endOwnLink(id),
    onSuccess: (_: unknown, { state, workspaceName }: OwnProfileLinkView) =>
      toast(state === 'asked' ? words.declinedNow(workspaceName) : words.ownEnded(workspaceName)),
    onError: sayRefused,
    onSettled: async () => {
      setEnding(null)
      await refresh()
    },
  }))
  return (
    <Switch>
      <Match when={query.error && links() === undefined}>
        <ErrorCard
          what={words.ownTitle}
          error={asApiError(query.error)}
          onRetry={() => void query.refetch()}
        />
      </Match>
      <Match when={links()?.length}>
        <Card title={words.ownTitle} class="link-own">
          <p class="sm muted">{words.ownSay}</p>
          <ul>
            <For each={links()}>
              {(link) => (
                <OwnLink
                  link={link}
                  isHidden={props.isHidden}
                  isBusy={accept.isPending && accept.variables?.id === link.id}
                  onAccept={() => accept.mutate(link)}
                  onEnd={() => setEnding(link)}
                />
              )}
            </For>
          </ul>
          <Show when={ending()}>
            {(link) => (
              <AlertDialog
                isOpen
                title={
                  link().state === 'asked'
                    ? words.declineTitle(link().workspaceName)
                    : words.ownEndTitle(link().workspaceName)
                }
                say={link().state === 'asked' ? words.declineSay : words.ownEndSay}
                keep={words.keep}
                action={link().state === 'asked' ? words.decline : words.end}
                isBusy={end.isPending}
                onClose={() => setEnding(null)}
                onConfirm={() => end.mutate(link())}
              />
            )}
          </Show>
        </Card>
      </Match>
    </Switch>
  )
}

function OwnLink(props: {
  link: OwnProfileLinkView
  isHidden: boolean
  isBusy: boolean
  onAccept: () => void
  onEnd: () => void
}): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const name = () => props.link.workspaceName
  const isAsked = () => props.link.state === 'asked'
  return (
    <li>
      <div>
        <b>{isAsked() ? words.requestOf(name()) : words.linkOf(name())}</b>
        <p class="sm muted">
          {isAsked()
            ? words.on(format().dateTime(props.link.askedAt))
            : words.since(format().dateTime(props.link.answeredAt ?? props.link.askedAt))}
          <Show when={props.isHidden && !isAsked()}> · {words.privateHint}</Show>
        </p>
      </div>
      <Show when={may('jobs.apply_own')}>
        <div class="row">
          <Show when={isAsked()}>
            <Button
              size="sm"
              kind="primary"
              aria-label={words.acceptOf(name())}
              isBusy={props.isBusy}
              onClick={props.onAccept}
            >
              {words.accept}
            </Button>
          </Show>
          <Button
            size="sm"
            aria-label={isAsked() ? words.declineOf(name()) : words.endOf(name())}
            onClick={props.onEnd}
          >
            {isAsked() ? words.decline : words.end}
          </Button>
        </div>
      </Show>
    </li>
  )
}
