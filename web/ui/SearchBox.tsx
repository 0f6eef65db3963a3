import Search from 'lucide-solid/icons/search'
import type { JSX } from 'solid-js'
import { useCommands } from '../lib/commands.ts'

/** Where to type what is looked for; `/` leads to it. `label` is its name, `hint` what stands in it while it is empty. */
export function SearchBox(props: {
  label: string
  hint?: string
  /** Heading of it in the palette: the page it stands on. */
  group: string
  value: string
  onInput: (text: string) => void
}): JSX.Element {
  let input: HTMLInputElement | undefined
  useCommands([
    {
      id: 'search',
      title: props.label,
      group: props.group,
      keys: '/',
      run: () => input?.focus(),
    },
  ])
  return (
    <div class="in search">
      <Search />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        placeholder={props.hint ?? props.label}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  )
}
