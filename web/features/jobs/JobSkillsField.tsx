import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { JobSkill } from '../../../contracts/jobs.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FieldError } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { words } from './words.ts'

const FIRST: JobSkill = { name: '', need: 'must', level: 3 }

/** What a job asks for, one skill below the other. */
export function JobSkillsField(props: {
  skills: readonly JobSkill[]
  error: string | null
  onChange: (skills: readonly JobSkill[]) => void
}): JSX.Element {
  const set = (at: number, change: Partial<JobSkill>) =>
    props.onChange(props.skills.map((skill, no) => (no === at ? { ...skill, ...change } : skill)))
  /** Places, not skills: a skill that is being typed is another object with every key, and its field must stay. */
  const places = () => props.skills.map((_, at) => at)
  const skill = (at: number) => props.skills[at] ?? FIRST
  return (
    <fieldset class="field job-skills" id="skills" tabindex="-1">
      <legend class="lab">{words.skills}</legend>
      <For each={places()}>
        {(at) => (
          <div class="job-skill">
            <input
              class="in"
              aria-label={words.skillNo(at + 1)}
              value={skill(at).name}
              autocomplete="off"
              onInput={(event) => set(at, { name: event.currentTarget.value })}
            />
            <Select
              label={words.needOf(at + 1)}
              isLabelHidden
              options={(['must', 'nice'] as const).map((value) => ({ value, label: words.needs[value] }))}
              value={skill(at).need}
              onChange={(need) => set(at, { need })}
            />
            <Select
              label={words.levelOf(at + 1)}
              isLabelHidden
              options={words.levels.map((label, no) => ({ value: String(no + 1), label }))}
              value={String(skill(at).level)}
              onChange={(level) => set(at, { level: Number(level) })}
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
        <Button size="sm" icon={Plus} onClick={() => props.onChange([...props.skills, FIRST])}>
          {words.addSkill}
        </Button>
      </div>
      <Show when={props.error}>
        <FieldError id="skills-err" error={props.error} />
      </Show>
    </fieldset>
  )
}
