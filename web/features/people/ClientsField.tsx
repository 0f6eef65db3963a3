import { useQuery } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ClientScope } from '../../../contracts/client-scope.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useIsLimited, useWorkspace } from '../../lib/session.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { FieldError, TextField } from '../../ui/Field.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { namedClientsQuery } from './queries.ts'
import { peopleText } from './text.ts'

const words = peopleText.clients
/** So many names are read at a glance; more are found by typing. */
const SEARCHED_FROM = 9

/** Which clients a membership is for: all of them, or those that are ticked. */
export function ClientsField(props: {
  value: ClientScope
  /** What the choice means here; by default for a membership. */
  hint?: string
  onChange: (clients: ClientScope) => void
  error?: string | null
}): JSX.Element {
  const workspace = useWorkspace()
  const isLimited = useIsLimited()
  const query = useQuery(() => namedClientsQuery(workspace().id))
  const [sought, setSought] = createSignal('')
  const clients = () => dataOf(query) ?? []
  const chosen = () => (props.value === 'all' ? [] : props.value)
  const shown = () => {
    const part = sought().trim().toLowerCase()
    return clients().filter(({ id, name }) => chosen().includes(id) || name.toLowerCase().includes(part))
  }
  const turn = (id: string, isOn: boolean) =>
    props.onChange(isOn ? [...chosen(), id] : chosen().filter((one) => one !== id))
  return (
    <fieldset class="field scope">
      <legend class="lab">{words.label}</legend>
      <span class="hint">{props.hint ?? words.hint}</span>
      {/* Who is limited themselves gives no more than they reach. */}
      <Show when={!isLimited()}>
        <Segmented
          label={words.label}
          options={[
            { value: 'all', label: words.all },
            { value: 'some', label: words.some },
          ]}
          value={props.value === 'all' ? 'all' : 'some'}
          onChange={(kind) => props.onChange(kind === 'all' ? 'all' : [])}
        />
      </Show>
      <Show when={props.value !== 'all'}>
        <Show when={clients().length >= SEARCHED_FROM}>
          <TextField label={words.find} value={sought()} onInput={setSought} autocomplete="off" />
        </Show>
        <section class="rights" tabindex="0" aria-label={words.some}>
          <For
            each={shown()}
            fallback={<span class="sm muted">{query.isPending ? words.loading : words.noMatch}</span>}
          >
            {(client) => (
              <Checkbox
                label={client.name}
                isChecked={chosen().includes(client.id)}
                onChange={(isOn) => turn(client.id, isOn)}
              />
            )}
          </For>
        </section>
      </Show>
      <FieldError id="clients-err" error={props.error} />
    </fieldset>
  )
}
