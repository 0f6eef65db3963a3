import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ClientView } from '../../../contracts/clients.ts'
import { ApiError, asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { type ClientField, type ClientFields, changeOf, clashes, fieldsOf, merged } from './filter.ts'
import { changeClient, makeClient } from './queries.ts'
import { words } from './words.ts'

/** Empty texts are what the contract calls absent. */
const schema = () =>
  import('../../../contracts/clients.ts').then(({ CreateClient, UpdateClient }) => ({
    make: CreateClient,
    change: UpdateClient,
  }))

/** The refusal of a taken external id, as the message of its field; anything else as it came. */
function toFieldRefusal(thrown: unknown): unknown {
  const error = asApiError(thrown)
  if (error.code !== 'already_exists') return thrown
  const holder = (error.details as { client?: ClientView | null } | undefined)?.client
  const problem = holder ? words.externalIdTaken(holder.name) : words.externalIdTakenBySome
  const { code, status, message, next, requestId } = error
  const details = { fields: [{ field: 'externalId', problem }] }
  return new ApiError({ code, status, message, next, requestId, details })
}

/** Makes a client, or changes one. What somebody else changed meanwhile is merged, or asked about where both did. */
export function ClientDialog(props: {
  client: ClientView | null
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const [seen, setSeen] = createSignal(props.client)
  const [theirs, setTheirs] = createSignal<ClientView | null>(null)
  const clashing = () => {
    const other = theirs()
    return other ? clashes(fieldsOf(seen()), { ...form.values }, fieldsOf(other)) : []
  }
  const save = async (mine: ClientFields): Promise<ClientView | null> => {
    const before = seen()
    if (!before) {
      const { name, externalId, industry } = mine
      return makeClient({ name, ...(externalId ? { externalId } : {}), industry: industry || null })
    }
    try {
      return await changeClient(before.id, before.version, changeOf(fieldsOf(before), mine))
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.code !== 'stale_version') throw thrown
      // `details` of this refusal is the client as it is now.
      const now = error.details as ClientView
      if (clashes(fieldsOf(before), mine, fieldsOf(now)).length > 0) {
        setTheirs(now)
        return null
      }
      const together = merged(fieldsOf(before), mine, fieldsOf(now))
      const saved = await changeClient(now.id, now.version, changeOf(fieldsOf(now), together))
      toast(words.merged)
      return saved
    }
  }
  const form = createForm<ClientFields, ClientFields>({
    initial: fieldsOf(props.client),
    schema: async () => {
      const { make, change } = await schema()
      return {
        safeParse: (value) => {
          const fields = value as ClientFields
          const trimmed = {
            name: fields.name.trim(),
            externalId: fields.externalId.trim(),
            industry: fields.industry.trim(),
          }
          const { externalId, ...rest } = trimmed
          const checked = props.client
            ? change.safeParse(trimmed)
            : make.safeParse(externalId ? trimmed : rest)
          return checked.success ? { success: true, data: trimmed } : checked
        },
      }
    },
    messages: { name: words.nameMissing, externalId: words.externalIdWrong },
    submit: async (mine) => {
      const saved = await save(mine).catch((thrown: unknown) => {
        throw toFieldRefusal(thrown)
      })
      if (!saved) return
      toast(props.client ? words.saved(saved.name) : words.made(saved.name))
      await props.onSaved()
      props.onClose()
    },
  })
  /** Goes on from the other person's version with the fields both changed decided one way. */
  const decide = (isMine: boolean) => {
    const other = theirs()
    if (!other) return
    const next = merged(fieldsOf(seen()), { ...form.values }, fieldsOf(other))
    if (!isMine) for (const field of clashing()) next[field] = fieldsOf(other)[field]
    setSeen(other)
    setTheirs(null)
    form.reset(next)
    void form.submit()
  }
  const label = (field: ClientField) => words[field]
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.client ? words.editTitle(props.client.name) : words.add}
    >
      <Form form={form}>
        <TextField label={words.name} autocomplete="off" {...form.bind('name')} />
        <TextField
          label={words.externalId}
          hint={props.client ? words.externalIdRequired : words.externalIdHint}
          isOptional={!props.client}
          autocomplete="off"
          {...form.bind('externalId')}
        />
        <TextField label={words.industry} isOptional autocomplete="off" {...form.bind('industry')} />
        <Show
          when={theirs()}
          fallback={
            <div class="row end">
              <Button onClick={props.onClose}>{text.form.cancel}</Button>
              <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                {props.client ? text.form.save : words.add}
              </Button>
            </div>
          }
        >
          {(other) => (
            <For each={clashing().slice(0, 1)}>
              {() => (
                <ConflictCard
                  title={words.conflict(clashing().map(label).join(', '))}
                  base={clashing()
                    .map((field) => fieldsOf(seen())[field] || words.nothing)
                    .join(' · ')}
                  mine={{
                    id: 'mine',
                    name: words.you,
                    value: clashing()
                      .map((field) => form.values[field] || words.nothing)
                      .join(' · '),
                  }}
                  theirs={{
                    id: 'theirs',
                    name: words.them,
                    value: clashing()
                      .map((field) => fieldsOf(other())[field] || words.nothing)
                      .join(' · '),
                    at: words.justNow,
                  }}
                  onKeepMine={() => decide(true)}
                  onTakeTheirs={() => decide(false)}
                />
              )}
            </For>
          )}
        </Show>
      </Form>
    </Dialog>
  )
}
