import ChevronDown from 'lucide-solid/icons/chevron-down'
import type { JSX } from 'solid-js'
import { Menu } from '../../ui/Menu.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import type { ClientsShown } from './filter.ts'
import { words } from './words.ts'

const kinds = ['no', 'yes', 'all'] as const

/** What narrows the list; both are kept in the address. */
export function ClientsTools(props: {
  shown: ClientsShown
  onChange: (changes: Record<string, string | null>, options?: { replace: boolean }) => void
}): JSX.Element {
  return (
    <div class="row clients-tools">
      <SearchBox
        label={words.search}
        group={words.title}
        value={props.shown.text}
        onInput={(text) => props.onChange({ q: text || null, cursor: null }, { replace: true })}
      />
      <Menu
        label={words.filterLabel(words.filter[props.shown.archived])}
        placement="bottom-end"
        trigger={
          <>
            {words.filter[props.shown.archived]}
            <ChevronDown class="s" />
          </>
        }
        entries={kinds.map((kind) => ({
          kind: 'item' as const,
          label: words.filter[kind],
          isChecked: kind === props.shown.archived,
          run: () => props.onChange({ archived: kind === 'no' ? null : kind, cursor: null }),
        }))}
      />
    </div>
  )
}
