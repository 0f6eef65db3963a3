import ArrowRight from 'lucide-solid/icons/arrow-right'
import { For, type JSX, Show } from 'solid-js'
import { Card } from '../../ui/Card.tsx'
import type { TabProps } from './tab.ts'
import { words } from './words.ts'

/** Which field of the source becomes what here, stream by stream. */
export function FieldsTab(props: TabProps): JSX.Element {
  return (
    <div class="col">
      <p class="sm muted">{words.fields.say(props.name)}</p>
      <For each={props.view.streams}>
        {(stream) => (
          <Card title={stream.label} isFlush>
            <Show
              when={stream.fields.length > 0}
              fallback={<p class="sm muted conn-line">{words.fields.none}</p>}
            >
              <table class="table fields-table">
                <caption class="sr">{stream.label}</caption>
                <thead>
                  <tr>
                    <th scope="col">{words.fields.from(props.name)}</th>
                    <th scope="col">{words.fields.to}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={stream.fields}>
                    {(field) => (
                      <tr>
                        <td class="mono">{field.from}</td>
                        <td>
                          <span class="row">
                            <ArrowRight class="s subtle" aria-hidden="true" />
                            {field.to}
                          </span>
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </Show>
          </Card>
        )}
      </For>
    </div>
  )
}
