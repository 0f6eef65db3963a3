import './diff.css'
import { For, type JSX, Show } from 'solid-js'
import type { AuditChange } from '../../../contracts/audit.ts'
import { useFormat } from '../../lib/session.tsx'
import { useActorName } from '../history/useActorName.ts'
import { words } from './words.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const DAY = /(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g
const DAYS = /(?<![\w-])(\d{4}-\d\d-\d\d) – (\d{4}-\d\d-\d\d)(?![\w-])/g
const ACTOR = /^(person|key):\S+$/

/**
 * Fields with what they were and are: old struck through, new marked, so that colour is not the only sign. What was just made has
 * nothing before and what was removed nothing after: a column of which nothing can be said is not there.
 */
export function DiffTable(props: {
  changes: readonly AuditChange[]
  /** How what stands there as a word of ours is said, one by one where several are. */
  valueWords?: Readonly<Record<string, string>> | undefined
}): JSX.Element {
  const dated = useDated()
  const worded = (text: string | null) =>
    text === null || props.valueWords === undefined
      ? text
      : text
          .split(', ')
          .map((one) => props.valueWords?.[one] ?? one)
          .join(', ')
  const hasBefore = () => props.changes.some((change) => change.before !== null)
  const hasAfter = () => props.changes.some((change) => change.after !== null) || !hasBefore()
  return (
    <table class="table diff">
      <caption class="sr">{words.changes}</caption>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <Show when={hasBefore()}>
            <th scope="col">{words.before}</th>
          </Show>
          <Show when={hasAfter()}>
            <th scope="col">{words.after}</th>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.changes}>
          {(change) => (
            <tr>
              <th scope="row">{dated(change.field)}</th>
              <Show when={hasBefore()}>
                <td>
                  <Side text={worded(change.before)} mark={(said) => <del>{said}</del>} />
                </td>
              </Show>
              <Show when={hasAfter()}>
                <td>
                  <Side text={worded(change.after)} mark={(said) => <ins>{said}</ins>} />
                </td>
              </Show>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

/** Instants and days are stored for machines; people read them in the calendar of the workspace. */
function useDated(): (text: string) => string {
  const format = useFormat()
  return (text) =>
    INSTANT.test(text)
      ? format().dateTime(text)
      : text
          .replace(DAYS, (_, from: string, to: string) => format().dayRange(from, to))
          .replace(DAY, (day) => format().day(day))
}

/** One side of a change; people stand by name. */
function Side(props: { text: string | null; mark: (said: JSX.Element) => JSX.Element }): JSX.Element {
  const said = useDated()
  return (
    <Show when={props.text !== null} fallback={<span class="subtle">{words.empty}</span>}>
      {props.mark(
        <Show when={ACTOR.test(props.text ?? '')} fallback={said(props.text ?? '')}>
          <ActorName actor={props.text ?? ''} />
        </Show>,
      )}
    </Show>
  )
}

function ActorName(props: { actor: string }): JSX.Element {
  const nameOf = useActorName()
  return <>{nameOf(props.actor)}</>
}
