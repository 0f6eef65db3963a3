import ChevronDown from 'lucide-solid/icons/chevron-down'
import type { JSX } from 'solid-js'
import { Menu } from '../../ui/Menu.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { type ArtistsShown, kinds } from './filter.ts'
import { words } from './words.ts'

const archives = ['no', 'yes', 'all'] as const

/** What narrows the list; everything is kept in the address. */
export function ArtistsTools(props: {
  shown: ArtistsShown
  onChange: (changes: Record<string, string | null>, options?: { replace: boolean }) => void
}): JSX.Element {
  const kindName = () => (props.shown.kind === null ? words.anyKind : words.kinds[props.shown.kind])
  return (
    <div class="row wrap artists-tools">
      <SearchBox
        label={words.search}
        group={words.title}
        value={props.shown.text}
        onInput={(text) => props.onChange({ q: text || null, cursor: null }, { replace: true })}
      />
      <Menu
        label={`${words.kind}: ${kindName()}`}
        placement="bottom-end"
        trigger={
          <>
            {kindName()}
            <ChevronDown class="s" />
          </>
        }
        entries={[null, ...kinds].map((kind) => ({
          kind: 'item' as const,
          label: kind === null ? words.anyKind : words.kinds[kind],
          isChecked: kind === props.shown.kind,
          run: () => props.onChange({ kind, cursor: null }),
        }))}
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
        entries={archives.map((kind) => ({
          kind: 'item' as const,
          label: words.filter[kind],
          isChecked: kind === props.shown.archived,
          run: () => props.onChange({ archived: kind === 'no' ? null : kind, cursor: null }),
        }))}
      />
    </div>
  )
}
