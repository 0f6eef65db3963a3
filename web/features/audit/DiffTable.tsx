import './diff.css'
import { For, type JSX } from 'solid-js'
import type { AuditChange } from '../../../contracts/audit.ts'
import { useFormat } from '../../lib/session.tsx'
import { words } from './words.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** Fields with what they were and are: old struck through, new below, so that colour is not the only sign. */
export function DiffTable(props: { changes: readonly AuditChange[] }): JSX.Element {
  const format = useFormat()
  /** Instants are stored for machines; people read them as times of the workspace. */
  const said = (text: string) => (INSTANT.test(text) ? format().dateTime(text) : text)
  return (
    <table class="table diff">
      <caption class="sr">{words.changes}</caption>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.changes}>
          {(change) => (
            <tr>
              <th scope="row">{change.field}</th>
              <td>
                {change.before === null ? (
                  <span class="subtle">{words.empty}</span>
                ) : (
                  <del>{said(change.before)}</del>
                )}
              </td>
              <td>
                {change.after === null ? (
                  <span class="subtle">{words.empty}</span>
                ) : (
                  <ins>{said(change.after)}</ins>
                )}
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
