import { For, type JSX, Show } from 'solid-js'
import { initials } from '../lib/format.ts'
import { listOf } from '../lib/i18n.ts'
import { text } from '../lib/text.ts'

const FILLS = 6
const SHOWN_MAX = 4

/** The same person has the same colour everywhere and always. */
function fillOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return (hash % FILLS) + 1
}

/** Initials on a colour of the person's own. Decoration: the name stands beside it or in its title. */
export function Avatar(props: { id: string; name: string; size?: 'xs' | 'lg' }): JSX.Element {
  return (
    <span
      class={['avatar', `a${fillOf(props.id)}`, props.size].filter(Boolean).join(' ')}
      title={props.name}
      aria-hidden="true"
    >
      {initials(props.name)}
    </span>
  )
}

/** Who else is here: up to four, then a count. */
export function PresenceStack(props: { people: readonly { id: string; name: string }[] }): JSX.Element {
  const shown = () => props.people.slice(0, SHOWN_MAX)
  const more = () => props.people.length - shown().length
  const names = () => [
    ...shown().map((person) => person.name),
    ...(more() > 0 ? [text.live.others(more())] : []),
  ]
  return (
    <Show when={props.people.length > 0}>
      <div role="img" aria-label={text.live.hereNow(listOf(names()))}>
        <ul class="stack" aria-hidden="true">
          <For each={shown()}>
            {(person) => (
              <li>
                <Avatar id={person.id} name={person.name} />
              </li>
            )}
          </For>
          <Show when={more() > 0}>
            <li>
              <span class="avatar more">+{more()}</span>
            </li>
          </Show>
        </ul>
      </div>
    </Show>
  )
}
