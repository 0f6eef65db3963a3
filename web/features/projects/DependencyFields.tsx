import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { DependencyKind, DependencyView, ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { linkKinds, type NewLink } from '../../ui/timeline/links.ts'
import { DAY_WORK_MIN, loopOf } from './plan.ts'
import { words } from './words.ts'

export interface LinkActions {
  onLink: (link: NewLink, lagMinutes: number) => Promise<void>
  onUnlink: (dependencyId: string) => Promise<void>
}

/** What a task waits for, and what waits for it. A link is made here without dragging and without the chart. */
export function DependencyFields(
  props: LinkActions & { task: TaskView; plan: ProjectPlan; mayWrite: boolean },
): JSX.Element {
  const [fromId, setFromId] = createSignal<string | null>(null)
  const [kind, setKind] = createSignal<DependencyKind>('FS')
  const [lagDays, setLagDays] = createSignal('0')
  const [problem, setProblem] = createSignal<string | null>(null)
  const waits = () => props.plan.dependencies.filter(({ toTaskId }) => toTaskId === props.task.id)
  const awaited = () => props.plan.dependencies.filter(({ fromTaskId }) => fromTaskId === props.task.id)
  const nameOf = (id: string) => props.plan.tasks.find((task) => task.id === id)?.name ?? ''
  const choices = () => {
    const linked = new Set<string>(waits().map(({ fromTaskId }) => fromTaskId))
    return props.plan.tasks
      .filter(({ id }) => id !== props.task.id && !linked.has(id))
      .map(({ id, name }) => ({ value: id as string, label: name }))
  }
  const add = async () => {
    const from = fromId()
    if (from === null) {
      setProblem(words.chooseFirst)
      return
    }
    const path = loopOf(props.plan.dependencies, { fromId: from, toId: props.task.id })
    setProblem(path === null ? null : words.loop(path.map(nameOf).join(' → ')))
    if (path !== null) return
    await props.onLink(
      { fromId: from, toId: props.task.id, kind: kind() },
      Math.round(Number(lagDays()) * DAY_WORK_MIN) || 0,
    )
    setFromId(null)
  }
  return (
    <section>
      <h3>{words.dependsOn}</h3>
      <LinkList
        links={waits()}
        none={words.noDependency}
        nameOf={({ fromTaskId }) => nameOf(fromTaskId)}
        onRemove={props.mayWrite ? (id) => void props.onUnlink(id) : undefined}
      />
      <Show when={awaited().length > 0}>
        <h3>{words.isAwaited}</h3>
        <LinkList
          links={awaited()}
          none=""
          nameOf={({ toTaskId }) => nameOf(toTaskId)}
          onRemove={props.mayWrite ? (id) => void props.onUnlink(id) : undefined}
        />
      </Show>
      <Show when={props.mayWrite && props.plan.tasks.length > 1}>
        <div class="form">
          <Combobox
            label={words.chooseTask}
            options={choices()}
            value={fromId()}
            error={problem()}
            onChange={(id) => {
              setProblem(null)
              setFromId(id)
            }}
          />
          <div class="fields2">
            <Select
              label={words.kind}
              options={linkKinds.map((value) => ({ value, label: words.kinds[value] }))}
              value={kind()}
              onChange={setKind}
            />
            <TextField label={words.lagDays} inputmode="decimal" value={lagDays()} onInput={setLagDays} />
          </div>
          <div class="row">
            <Button onClick={() => void add()}>{words.addDependency}</Button>
          </div>
        </div>
      </Show>
    </section>
  )
}

function LinkList(props: {
  links: readonly DependencyView[]
  none: string
  nameOf: (link: DependencyView) => string
  onRemove: ((id: string) => void) | undefined
}): JSX.Element {
  return (
    <ul class="task-links">
      <For each={props.links} fallback={<li class="muted">{props.none}</li>}>
        {(link) => (
          <li>
            <span class="grow">
              {props.nameOf(link)}
              <span class="second">
                {words.kinds[link.kind]}
                {words.lag(link.lagMinutes)}
              </span>
            </span>
            <Show when={props.onRemove}>
              {(remove) => (
                <IconButton
                  icon={X}
                  size="sm"
                  label={words.unlink(props.nameOf(link))}
                  onClick={() => remove()(link.id)}
                />
              )}
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}
