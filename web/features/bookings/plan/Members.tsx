import UserPlus from 'lucide-solid/icons/user-plus'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../../contracts/artists.ts'
import { Button } from '../../../ui/Button.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import type { Option } from '../../../ui/options.ts'
import { planWords } from './words.ts'

const MEMBERS_MAX = 10

/** Who is booked besides the first: chips that can be taken out, and a field that adds one more. */
export function Members(props: {
  first: string
  ids: readonly string[]
  choices: readonly Option[]
  artistOf: (id: string) => ArtistView | undefined
  onChange: (ids: string[]) => void
}): JSX.Element {
  const [isAdding, setAdding] = createSignal(false)
  const left = () => props.choices.filter(({ value }) => value !== props.first && !props.ids.includes(value))
  const isFull = () => props.ids.length + 1 >= MEMBERS_MAX
  const add = (id: string) => {
    setAdding(false)
    props.onChange([...props.ids, id])
  }
  return (
    <div class="plan-members">
      <Show when={props.ids.length > 0}>
        <ul class="plan-chips" aria-label={planWords.more}>
          <For each={props.ids}>
            {(id) => (
              <li class="chip">
                {props.artistOf(id)?.name}
                <button
                  type="button"
                  class="plan-chip-x"
                  aria-label={planWords.remove(props.artistOf(id)?.name ?? '')}
                  onClick={() => props.onChange(props.ids.filter((one) => one !== id))}
                >
                  <X class="s" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show
        when={isAdding()}
        fallback={
          <Button
            size="sm"
            kind="quiet"
            icon={UserPlus}
            blocked={isFull() && planWords.noMore}
            onClick={() => setAdding(true)}
          >
            {planWords.addMember}
          </Button>
        }
      >
        <Combobox
          id="more"
          label={planWords.more}
          hint={planWords.moreHint}
          options={left()}
          value={null}
          onChange={add}
        />
      </Show>
    </div>
  )
}
