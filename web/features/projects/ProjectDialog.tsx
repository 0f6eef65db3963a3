import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Show } from 'solid-js'
import { isDay } from '../../../contracts/days.ts'
import type { CreateProject, ProjectStatus, ProjectView, UpdateProject } from '../../../contracts/projects.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { createForm } from '../../lib/form.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useVersioned, VersionConflict } from '../../ui/useVersioned.tsx'
import { clientsPageQuery } from '../clients/queries.ts'
import { changeProject, makeProject } from './queries.ts'
import { statuses } from './shown.ts'
import { words } from './words.ts'

const NAME_CHARS_MAX = 120
const NOTES_CHARS_MAX = 4000
const NO_CLIENT = 'none'
const OPEN_CLIENTS = { text: '', archived: 'no', cursor: null } as const

interface Values extends Record<string, string> {
  name: string
  status: ProjectStatus
  clientId: string
  startDay: string
  dueDay: string
  notes: string
}
const labels = {
  name: words.name,
  status: words.status,
  clientId: words.client,
  startDay: words.startDay,
  dueDay: words.dueDay,
  notes: words.notes,
}

const valuesOf = ({ name, status, clientId, startDay, dueDay, notes }: ProjectView): Values => ({
  ...{ name, status, startDay },
  clientId: clientId ?? NO_CLIENT,
  dueDay: dueDay ?? '',
  notes: notes ?? '',
})

/** What a form says, as the server wants it. Ids come from its own lists, so they have their form. */
function saidBy({ name, status, clientId, startDay, dueDay, notes }: Values) {
  return {
    ...{ name, status, startDay },
    clientId: (clientId === NO_CLIENT ? null : clientId) as CreateProject['clientId'],
    dueDay: dueDay || null,
    notes: notes || null,
  }
}

const issue = (path: keyof Values & string) => ({ path: [path], message: '' })
function check(value: unknown) {
  // The form gives what it holds.
  const typed = value as Values
  const data: Values = { ...typed, name: typed.name.trim(), notes: typed.notes.trim() }
  const issues = [
    ...(data.name === '' || data.name.length > NAME_CHARS_MAX ? [issue('name')] : []),
    ...(isDay(data.startDay) ? [] : [issue('startDay')]),
    ...(data.dueDay === '' || isDay(data.dueDay) ? [] : [issue('dueDay')]),
    ...(data.notes.length > NOTES_CHARS_MAX ? [issue('notes')] : []),
  ]
  return issues.length === 0
    ? { success: true as const, data }
    : { success: false as const, error: { issues } }
}

/** Makes a project, or changes one. What somebody else changed meanwhile is merged, or asked about where both did. */
export function ProjectDialog(props: {
  project: ProjectView | null
  onClose: () => void
  onSaved: (project: ProjectView) => Promise<void>
}): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const now = useNow()
  const clients = useQuery(() => ({
    ...clientsPageQuery(workspace().id, OPEN_CLIENTS),
    enabled: may('clients.read'),
  }))
  const choices = createMemo(() => [
    { value: NO_CLIENT, label: words.noClient },
    ...(dataOf(clients)?.clients ?? []).map(({ id, name }) => ({
      value: id as string,
      label: name,
    })),
  ])
  const versioned =
    props.project === null
      ? null
      : useVersioned<ProjectView, Values>({
          record: props.project,
          valuesOf,
          send: (record, values, changed) => {
            const said = saidBy(values)
            const body: UpdateProject = Object.fromEntries(
              Object.entries(said).filter(([name]) => changed.includes(name)),
            )
            return changeProject(record.id, record.version, body)
          },
        })
  const fresh: Values = {
    ...{ name: '', status: 'planned', clientId: NO_CLIENT, dueDay: '', notes: '' },
    startDay: format().today(now()),
  }
  const form = createForm<Values, Values>({
    initial: versioned?.baseValues() ?? fresh,
    schema: async () => ({ safeParse: check }),
    messages: { name: words.nameMissing, startDay: words.dayWrong, dueDay: words.dayWrong },
    submit: async (mine) => {
      const saved = versioned === null ? await makeProject(saidNew(mine)) : await versioned.save(mine)
      if (saved === null) return
      toast(props.project ? words.saved(saved.name) : words.made(saved.name))
      await props.onSaved(saved)
      props.onClose()
    },
  })
  const saidNew = (mine: Values): CreateProject => ({ ...saidBy(mine), weighting: 'effort' })
  const clashes = () => versioned?.clashes({ ...form.values }) ?? []
  return (
    <Dialog isOpen onClose={props.onClose} title={props.project ? words.editTitle : words.add}>
      <Form form={form}>
        <TextField label={words.name} autocomplete="off" {...form.bind('name')} />
        <div class="fields2">
          <Select
            label={words.status}
            options={statuses.map((value) => ({ value, label: words.statuses[value] }))}
            value={form.values.status}
            onChange={(status) => form.set('status', status)}
          />
          <Show when={may('clients.read')}>
            <Combobox
              label={words.client}
              options={choices()}
              value={form.values.clientId}
              onChange={(clientId) => form.set('clientId', clientId)}
            />
          </Show>
          <TextField label={words.startDay} type="date" {...form.bind('startDay')} />
          <TextField label={words.dueDay} type="date" isOptional {...form.bind('dueDay')} />
        </div>
        <TextField label={words.notes} isOptional autocomplete="off" {...form.bind('notes')} />
        <Show
          when={versioned?.theirs()}
          fallback={
            <div class="row end">
              <Button onClick={props.onClose}>{text.form.cancel}</Button>
              <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                {props.project ? text.form.save : words.add}
              </Button>
            </div>
          }
        >
          {(other) => (
            <VersionConflict<Values>
              fields={clashes()}
              labels={labels}
              base={versioned?.baseValues() ?? fresh}
              mine={{ ...form.values }}
              theirs={valuesOf(other())}
              say={(field, values) =>
                field === 'clientId'
                  ? (choices().find((one) => one.value === values.clientId)?.label ?? values.clientId)
                  : field === 'status'
                    ? words.statuses[values.status]
                    : (values[field] ?? '')
              }
              onDecide={(isMine) => {
                const next = versioned?.decided({ ...form.values }, isMine)
                if (next) form.reset(next)
                void form.submit()
              }}
            />
          )}
        </Show>
      </Form>
    </Dialog>
  )
}
