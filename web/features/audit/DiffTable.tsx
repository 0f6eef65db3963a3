import './diff.css'
import { For, type JSX } from 'solid-js'
import type { AuditChange } from '../../../contracts/audit.ts'
import { words } from './words.ts'

/** Fields with what they were and are: old struck through, new below, so that colour is not the only sign. */
export function DiffTable(props: { changes: readonly AuditChange[] }): JSX.Element {
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
                  <del>{change.before}</del>
                )}
              </td>
              <td>
                {change.after === null ? (
                  <span class="subtle">{words.empty}</span>
                ) : (
                  <ins>{change.after}</ins>
                )}
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
