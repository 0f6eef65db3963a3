import { type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { PhaseView } from '../../../contracts/projects.ts'
import type { createForm } from '../../lib/form.ts'
import { Checkbox } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { constraintKinds, NONE, type TaskValues } from './taskFields.ts'
import { words } from './words.ts'

type TaskForm = ReturnType<typeof createForm<TaskValues, TaskValues>>

/** What can be said of a task or a milestone. */
export function TaskFields(props: {
  form: TaskForm
  isMilestone: boolean
  isNew: boolean
  phases: readonly PhaseView[]
  artists: readonly ArtistView[]
}): JSX.Element {
  const values = () => props.form.values
  const people = () => [
    { value: NONE, label: words.nobody },
    ...props.artists
      .filter(({ archivedAt, id }) => archivedAt === null || id === values().artistId)
      .map(({ id, name }) => ({ value: id as string, label: name })),
  ]
  return (
    <>
      <TextField label={words.name} autocomplete="off" {...props.form.bind('name')} />
      <div class="fields2">
        <Show when={props.phases.length > 0}>
          <Select
            label={words.phase}
            options={[
              { value: NONE, label: words.noPhase },
              ...props.phases.map(({ id, name }) => ({ value: id as string, label: name })),
            ]}
            value={values().phaseId}
            onChange={(phaseId) => props.form.set('phaseId', phaseId)}
          />
        </Show>
        <Show when={!props.isMilestone}>
          <Combobox
            label={words.who}
            options={people()}
            value={values().artistId}
            onChange={(artistId) => props.form.set('artistId', artistId)}
          />
        </Show>
      </div>
      <Show when={!props.isMilestone}>
        <div class="fields2">
          <TextField label={words.daysField} inputmode="numeric" {...props.form.bind('days')} />
          <TextField label={words.hoursField} inputmode="decimal" {...props.form.bind('hours')} />
          <p class="sm muted fields2-note">{words.durationHint}</p>
        </div>
      </Show>
      <div class="fields2">
        <Select
          label={words.constraint}
          options={constraintKinds.map((value) => ({ value, label: words.constraintKinds[value] }))}
          value={values().constraint}
          onChange={(constraint) => props.form.set('constraint', constraint)}
        />
        <Show when={values().constraint !== NONE}>
          <TextField label={words.constraintDay} type="date" {...props.form.bind('constraintDay')} />
        </Show>
      </div>
      <Show when={!props.isNew}>
        <Checkbox
          label={words.pinned}
          isChecked={values().isPinned}
          onChange={(isOn) => props.form.set('isPinned', isOn)}
        />
        <Show when={!props.isMilestone}>
          <TextField label={words.progressField} inputmode="numeric" {...props.form.bind('progress')} />
        </Show>
      </Show>
      <TextField label={words.notes} isOptional autocomplete="off" {...props.form.bind('notes')} />
    </>
  )
}
