import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FieldError, TextField } from '../../ui/Field.tsx'
import { profileWords as words } from './profileText.ts'
import { words as jobWords } from './words.ts'

interface Days {
  from: string
  to: string
}

/** Stretches of days on which somebody cannot work. */
export function BusyField(props: {
  days: readonly Days[]
  error: string | null
  onChange: (days: readonly Days[]) => void
}): JSX.Element {
  const set = (at: number, change: Partial<Days>) =>
    props.onChange(props.days.map((one, no) => (no === at ? { ...one, ...change } : one)))
  const places = () => props.days.map((_, at) => at)
  return (
    <fieldset class="field" id="busy" tabindex="-1">
      <legend class="lab">{words.busy}</legend>
      <p class="hint">{words.busySay}</p>
      <For each={places()}>
        {(at) => (
          <fieldset class="profile-busy" aria-label={words.busyNo(at + 1)}>
            <TextField
              id={`busy-${at}-from`}
              label={jobWords.firstDay}
              type="date"
              value={props.days[at]?.from ?? ''}
              onInput={(from) => set(at, { from })}
            />
            <TextField
              id={`busy-${at}-to`}
              label={jobWords.lastDay}
              type="date"
              value={props.days[at]?.to ?? ''}
              onInput={(to) => set(at, { to })}
            />
            <IconButton
              icon={X}
              label={words.remove(words.busyNo(at + 1))}
              onClick={() => props.onChange(props.days.filter((_, no) => no !== at))}
            />
          </fieldset>
        )}
      </For>
      <div class="row">
        <Button size="sm" icon={Plus} onClick={() => props.onChange([...props.days, { from: '', to: '' }])}>
          {words.addBusy}
        </Button>
      </div>
      <Show when={props.error}>
        <FieldError id="busy-err" error={props.error} />
      </Show>
    </fieldset>
  )
}
