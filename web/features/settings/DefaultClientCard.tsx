import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Show } from 'solid-js'
import type { ClientView } from '../../../contracts/clients.ts'
import type { ClientId } from '../../../contracts/ids.ts'
import { dataOf } from '../../lib/data-of.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { clientsQuery } from '../metrics/queries.ts'
import { settingsText } from './text.ts'
import { Section, useSave } from './WorkspaceForms.tsx'

const words = settingsText.workspace
const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.UpdateWorkspace)

/** Whom numbers are about when nobody says. Of one client there is nothing to choose. */
export function DefaultClientCard(): JSX.Element {
  const workspace = useWorkspace()
  const clients = useQuery(() => clientsQuery(workspace().id))
  const listed = createMemo(() => (dataOf(clients) ?? []).filter((one) => !one.isSample))
  const current = () => listed().find((one) => one.isDefault)?.id
  return (
    <Show when={listed().length > 1 && current()} keyed>
      {(id) => <Choice clients={listed()} current={id} />}
    </Show>
  )
}

function Choice(props: { clients: readonly ClientView[]; current: ClientId }): JSX.Element {
  const initial = { defaultClientId: props.current }
  const save = useSave(initial, async (client, id, opened) => {
    const clients = await client.fetchQuery({ ...clientsQuery(id), staleTime: 0 })
    return { defaultClientId: clients.find((one) => one.isDefault)?.id ?? opened.defaultClientId }
  })
  const form = createForm({ initial, schema, submit: save })
  return (
    <Section title={words.client} form={form}>
      <Combobox
        id="defaultClientId"
        label={words.client}
        hint={words.clientHint}
        options={props.clients.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.values.defaultClientId}
        onChange={(id) => form.set('defaultClientId', id)}
        error={form.errors.defaultClientId}
      />
    </Section>
  )
}
