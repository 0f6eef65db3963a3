import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { Join, Joined, JoinView } from '../../../contracts/invitations.ts'
import type { PersonView } from '../../../contracts/session.ts'
import { call, callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { forgetJoinToken } from '../../lib/stores/join.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { peopleText } from './text.ts'

const words = peopleText.join

/** One open invitation, and what this person can do with it: accept, decline, or first sign in with its address. */
export function JoinCard(props: { invitation: JoinView; by: Join; person: PersonView | null }): JSX.Element {
  const [busy, setBusy] = createSignal<'accept' | 'decline' | 'switch' | null>(null)
  const [failure, setFailure] = createSignal<string | null>(null)
  const isTheirs = () => props.person?.email.toLowerCase() === props.invitation.email
  const run = async (kind: 'accept' | 'decline' | 'switch', work: () => Promise<string>) => {
    setBusy(kind)
    setFailure(null)
    try {
      // A full load, so that the page arrives with the session as it is now.
      location.assign(await work())
    } catch (thrown) {
      const error = asApiError(thrown)
      setFailure(`${error.message} ${error.next}`)
      setBusy(null)
    }
  }
  const accept = () =>
    run('accept', async () => {
      const joined = await call<Joined>('/api/v1/join', { method: 'POST', body: props.by, workspaceId: null })
      forgetJoinToken()
      return paths.home(joined.slug)
    })
  const decline = () =>
    run('decline', async () => {
      await call('/api/v1/join/decline', { method: 'POST', body: props.by, workspaceId: null })
      forgetJoinToken()
      return paths.root()
    })
  const change = () =>
    run('switch', async () => {
      await callAuth('sign-out', {})
      return paths.login(paths.join())
    })
  return (
    <>
      <h1 tabindex="-1">
        {props.person === null || isTheirs()
          ? words.heading(props.invitation.workspace.name)
          : words.otherTitle}
      </h1>
      <Show when={props.person === null || isTheirs()}>
        <p class="lead">{words.by(props.invitation.invitedBy, props.invitation.roleName)}</p>
      </Show>
      <div class="form">
        <Show when={failure()}>
          <Notice tone="neg" isAlert>
            {failure()}
          </Notice>
        </Show>
        <Switch>
          <Match when={props.person === null}>
            <p class="sm muted">{words.for(props.invitation.email)}</p>
            <LinkButton kind="primary" size="lg" isBlock href={paths.login(paths.join())}>
              {words.signIn}
            </LinkButton>
            <LinkButton size="lg" isBlock href={paths.signup(paths.join())}>
              {words.signUp}
            </LinkButton>
          </Match>
          <Match when={isTheirs()}>
            <Button
              kind="primary"
              size="lg"
              isBlock
              isBusy={busy() === 'accept'}
              onClick={() => void accept()}
            >
              {words.accept}
            </Button>
            <Button size="lg" isBlock isBusy={busy() === 'decline'} onClick={() => void decline()}>
              {words.decline}
            </Button>
          </Match>
          <Match when={props.person}>
            {(person) => (
              <>
                <Notice tone="warn">{words.other(props.invitation.email, person().email)}</Notice>
                <Button
                  kind="primary"
                  size="lg"
                  isBlock
                  isBusy={busy() === 'switch'}
                  onClick={() => void change()}
                >
                  {words.switch}
                </Button>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </>
  )
}
