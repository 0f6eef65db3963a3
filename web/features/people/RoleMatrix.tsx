import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'
import type { RoleView } from '../../../contracts/roles.ts'
import { rightsByResource } from './rights.ts'
import { peopleText, resourceText, rightText } from './text.ts'

const words = peopleText.roles

/** Rights by role. It scrolls inside itself, so it can be focused. */
export function RoleMatrix(props: { roles: readonly RoleView[] }): JSX.Element {
  return (
    <section class="table-wrap" tabindex="0" aria-label={words.matrix}>
      <table class="table matrix">
        <caption class="sr">{words.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">{words.right}</th>
            <For each={props.roles}>{(role) => <th scope="col">{role.name}</th>}</For>
          </tr>
        </thead>
        <For each={rightsByResource}>
          {(group) => (
            <tbody>
              <tr>
                <th class="kind" scope="rowgroup" colspan={props.roles.length + 1}>
                  {resourceText[group.resource as keyof typeof resourceText]}
                </th>
              </tr>
              <For each={group.rights}>
                {(right) => (
                  <tr>
                    <th scope="row">{rightText[right]}</th>
                    <For each={props.roles}>
                      {(role) => (
                        <td>
                          <Show
                            when={role.permissions.includes(right)}
                            fallback={
                              <>
                                <span class="no" aria-hidden="true">
                                  –
                                </span>
                                <span class="sr">{words.no}</span>
                              </>
                            }
                          >
                            <Check class="s" />
                            <span class="sr">{words.yes}</span>
                          </Show>
                        </td>
                      )}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          )}
        </For>
      </table>
    </section>
  )
}
