import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FieldError, TextField } from '../../ui/Field.tsx'
import type { ExperienceFields } from './profileForm.ts'
import { profileWords as words } from './profileText.ts'

const EMPTY: ExperienceFields = { title: '', organisation: '', from: '', to: '', skills: '', notes: null }

/** What somebody did and when, one below the other. */
export function ExperienceField(props: {
  entries: readonly ExperienceFields[]
  error: string | null
  onChange: (entries: readonly ExperienceFields[]) => void
}): JSX.Element {
  const set = (at: number, change: Partial<ExperienceFields>) =>
    props.onChange(props.entries.map((one, no) => (no === at ? { ...one, ...change } : one)))
  /** Places, not entries: one that is being typed is another object with every key, and its fields must stay. */
  const places = () => props.entries.map((_, at) => at)
  const entry = (at: number) => props.entries[at] ?? EMPTY
  const name = (at: number) => entry(at).title || words.experienceNo(at + 1)
  return (
    <fieldset class="field" id="experience" tabindex="-1">
      <legend class="lab">{words.experience}</legend>
      <p class="hint">{words.experienceSay}</p>
      <For each={places()}>
        {(at) => (
          <fieldset class="profile-entry" aria-label={words.experienceNo(at + 1)}>
            <div class="job-two">
              <TextField
                id={`experience-${at}-title`}
                label={words.whatTitle}
                autocomplete="off"
                value={entry(at).title}
                onInput={(title) => set(at, { title })}
              />
              <TextField
                id={`experience-${at}-for`}
                label={words.organisation}
                isOptional
                autocomplete="off"
                value={entry(at).organisation}
                onInput={(organisation) => set(at, { organisation })}
              />
              <TextField
                id={`experience-${at}-from`}
                label={words.fromMonth}
                type="month"
                value={entry(at).from}
                onInput={(from) => set(at, { from })}
              />
              <TextField
                id={`experience-${at}-to`}
                label={words.toMonth}
                hint={words.toMonthHint}
                isOptional
                type="month"
                value={entry(at).to}
                onInput={(to) => set(at, { to })}
              />
            </div>
            <TextField
              id={`experience-${at}-skills`}
              label={words.usedSkills}
              hint={words.usedSkillsHint}
              isOptional
              autocomplete="off"
              value={entry(at).skills}
              onInput={(skills) => set(at, { skills })}
            />
            <div class="row end">
              <IconButton
                icon={X}
                label={words.remove(name(at))}
                onClick={() => props.onChange(props.entries.filter((_, no) => no !== at))}
              />
            </div>
          </fieldset>
        )}
      </For>
      <div class="row">
        <Button size="sm" icon={Plus} onClick={() => props.onChange([...props.entries, EMPTY])}>
          {words.addExperience}
        </Button>
      </div>
      <Show when={props.error}>
        <FieldError id="experience-err" error={props.error} />
      </Show>
    </fieldset>
  )
}
