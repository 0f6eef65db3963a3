import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import { barOf, type Group, type PlanView } from './plan.ts'
import { words } from './words.ts'

/** The plan by phases: for phones, and for whoever would rather read than look. */
export function PlanList(props: {
  label: string
  groups: readonly Group[]
  view: PlanView
  onOpen: (taskId: string) => void
}): JSX.Element {
  return (
    <section class="tl-list plan-list" aria-label={props.label}>
      <For each={props.groups}>
        {(group) => (
          <>
            <h2>
              {group.phase?.name ?? words.noPhase}
              <Show when={group.phase}>
                {(phase) => <span class="num">{words.percent(phase().progress)}</span>}
              </Show>
            </h2>
            <ul class="card">
              <For each={group.tasks} fallback={<li class="none">{words.noTasks}</li>}>
                {(task) => {
                  const bar = () => barOf(task, 0, props.view)
                  const who = () => (task.artistId === null ? null : props.view.nameOf(task.artistId))
                  const state = () =>
                    [
                      bar().sub,
                      who(),
                      task.doneAt !== null
                        ? words.doneWord
                        : task.progress > 0
                          ? words.percent(task.progress)
                          : null,
                      task.isCritical && task.doneAt === null ? words.criticalWord : null,
                    ]
                      .filter(Boolean)
                      .join(' · ')
                  return (
                    <li>
                      <button type="button" class="tl-item" onClick={() => props.onOpen(task.id)}>
                        <span
                          class={`tl-key ${bar().look}`}
                          classList={{ clash: Boolean(bar().clash) }}
                          aria-hidden="true"
                        >
                          {task.kind === 'milestone' ? '◆' : bar().letter}
                        </span>
                        <span class="grow">
                          <b>{task.name}</b>
                          <span>{state()}</span>
                          <Show when={bar().clash}>
                            <span class="neg">
                              <TriangleAlert class="s" /> {bar().clash}
                            </span>
                          </Show>
                        </span>
                      </button>
                    </li>
                  )
                }}
              </For>
            </ul>
          </>
        )}
      </For>
    </section>
  )
}
