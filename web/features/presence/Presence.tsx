import './presence.css'
import { useLocation } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { useSession } from '../../lib/session.tsx'
import { peopleHere } from '../../lib/stores/live.ts'
import { Avatar, PresenceStack } from '../../ui/Avatar.tsx'
import { placeOf } from './place.ts'
import { words } from './words.ts'

/** Everybody else on this page, with what they have open. */
function useOthers() {
  const session = useSession()
  const location = useLocation()
  return () =>
    peopleHere()
      .filter(({ id }) => id !== session.data?.person.id)
      .map((person) => ({ ...person, place: placeOf(person.page) }))
      .filter(({ place }) => place.path === location.pathname)
}

/** Who else is on this page. */
export function PagePresence(): JSX.Element {
  const others = useOthers()
  return <PresenceStack people={others()} />
}

/** Who else has a record open, and who is changing it; nothing where nobody has. */
export function RecordPresence(props: { record: string }): JSX.Element {
  const others = useOthers()
  const here = () => others().filter(({ place }) => place.record === props.record)
  const names = (isEditing: boolean) =>
    here()
      .filter(({ place }) => place.isEditing === isEditing)
      .map(({ name }) => name)
  return (
    <Show when={here().length > 0}>
      <div class="here" role="status">
        <span class="stack" aria-hidden="true">
          <For each={here()}>{(person) => <Avatar id={person.id} name={person.name} size="xs" />}</For>
        </span>
        <p>
          <Show when={names(true).length > 0}>
            <b>{words.editing(names(true))}</b>{' '}
          </Show>
          <Show when={names(false).length > 0}>{words.looking(names(false))}</Show>
        </p>
      </div>
    </Show>
  )
}
