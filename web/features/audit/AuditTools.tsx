import { useQuery } from '@tanstack/solid-query'
import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { auditKinds } from '../../../contracts/audit-kinds.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { actorsQuery } from './queries.ts'
import { type AuditShown, isNarrowed } from './shown.ts'
import { whoIsActor } from './who.ts'
import { words } from './words.ts'

const ANY = 'any'
type Changes = Record<string, string | null>

/** What narrows the list; all of it is kept in the address. */
export function AuditTools(props: {
  shown: AuditShown
  onChange: (changes: Changes, options?: { replace: boolean }) => void
  onClear: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const actors = useQuery(() => actorsQuery(workspace().id))
  const change = (changes: Changes) => props.onChange({ ...changes, cursor: null })
  const actorOptions = () => [
    { value: ANY, label: words.anyone },
    ...(dataOf(actors) ?? []).map((one) => ({
      value: one.actor,
      label: whoIsActor(one),
    })),
  ]
  const kindOptions = [
    { value: ANY, label: words.anyKind },
    ...auditKinds.map((kind) => ({ value: kind, label: words.kinds[kind] })),
  ]
  return (
    <section class="audit-tools" aria-label={words.filters}>
      <Select
        label={words.actorLabel}
        options={actorOptions()}
        value={props.shown.actor ?? ANY}
        onChange={(actor) => change({ actor: actor === ANY ? null : actor })}
      />
      <Select
        label={words.kindLabel}
        options={kindOptions}
        value={props.shown.kind ?? ANY}
        onChange={(kind) => change({ kind: kind === ANY ? null : kind })}
      />
      <TextField
        type="date"
        label={words.from}
        value={props.shown.from ?? ''}
        max={props.shown.to ?? undefined}
        onInput={(day) => change({ from: day || null })}
      />
      <TextField
        type="date"
        label={words.to}
        value={props.shown.to ?? ''}
        min={props.shown.from ?? undefined}
        onInput={(day) => change({ to: day || null })}
      />
      <div class="row wrap audit-more">
        <Checkbox
          label={words.steps}
          isChecked={props.shown.withSteps}
          onChange={(withSteps) => change({ steps: withSteps ? 'yes' : null })}
        />
        <Show when={props.shown.record}>
          {(record) => (
            <Button size="sm" icon={X} onClick={() => change({ record: null })}>
              {words.record(record())}
            </Button>
          )}
        </Show>
        <Show when={isNarrowed(props.shown)}>
          <Button size="sm" kind="quiet" onClick={props.onClear}>
            {words.clear}
          </Button>
        </Show>
      </div>
    </section>
  )
}
