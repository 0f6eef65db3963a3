import './skills.css'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { Skill } from '../../../contracts/artists.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FieldError } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { words } from './words.ts'

const LEVEL_MIDDLE = 3

/** A skill that was only just added. */
export const newSkill: Skill = { name: '', level: LEVEL_MIDDLE }

/** Skills with their level, one below the other; `also` is what else is said of each, between its name and its level. */
export function SkillsField<S extends Skill>(props: {
  skills: readonly S[]
  /** What is added. */
  blank: S
  error: string | null
  onChange: (skills: readonly S[]) => void
  also?: (no: number, skill: () => S, set: (change: Partial<S>) => void) => JSX.Element
}): JSX.Element {
  const set = (at: number, change: Partial<S>) =>
    props.onChange(props.skills.map((skill, no) => (no === at ? { ...skill, ...change } : skill)))
  /** Places, not skills: a skill that is being typed is another object with every key, and its field must stay. */
  const places = () => props.skills.map((_, at) => at)
  const skill = (at: number) => props.skills[at] ?? props.blank
  return (
    <fieldset class="field skills" id="skills" tabindex="-1">
      <legend class="lab">{words.skills}</legend>
      <For each={places()}>
        {(at) => (
          <div class="skill-row" classList={{ wide: props.also !== undefined }}>
            <input
              class="in"
              aria-label={words.skillNo(at + 1)}
              value={skill(at).name}
              autocomplete="off"
              onInput={(event) => set(at, { name: event.currentTarget.value } as Partial<S>)}
            />
            {props.also?.(
              at + 1,
              () => skill(at),
              (change) => set(at, change),
            )}
            <Select
              label={words.levelOf(at + 1)}
              isLabelHidden
              options={words.levels.map((label, no) => ({ value: String(no + 1), label }))}
              value={String(skill(at).level)}
              onChange={(level) => set(at, { level: Number(level) } as Partial<S>)}
            />
            <IconButton
              icon={X}
              label={words.removeSkill(skill(at).name || String(at + 1))}
              onClick={() => props.onChange(props.skills.filter((_, no) => no !== at))}
            />
          </div>
        )}
      </For>
      <div class="row">
        <Button size="sm" icon={Plus} onClick={() => props.onChange([...props.skills, props.blank])}>
          {words.addSkill}
        </Button>
      </div>
      <Show when={props.error}>
        <FieldError id="skills-err" error={props.error} />
      </Show>
    </fieldset>
  )
}
