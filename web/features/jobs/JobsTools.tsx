import BookmarkPlus from 'lucide-solid/icons/bookmark-plus'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createSignal, type JSX, Show } from 'solid-js'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { isNarrowed, type JobsShown, searchOf } from './filter.ts'
import { KeepSearchDialog } from './KeepSearchDialog.tsx'
import { SavedSearches } from './SavedSearches.tsx'
import { words } from './words.ts'

const places = [null, 'remote', 'site'] as const
const placeName = (place: JobsShown['place']) =>
  place === null ? words.anyPlace : place === 'remote' ? words.remoteOnly : words.onSite

/** What narrows the board; everything is kept in the address. */
export function JobsTools(props: {
  shown: JobsShown
  total: number | undefined
  onChange: (changes: Record<string, string | null>, options?: { replace: boolean }) => void
  onClear: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const [isKeeping, setKeeping] = createSignal(false)
  const set = (name: string, value: string) =>
    props.onChange({ [name]: value || null, cursor: null }, { replace: true })
  return (
    <>
      <div class="row wrap jobs-tools">
        <Segmented
          label={words.shown}
          options={(['board', 'saved', 'own'] as const).map((value) => ({
            value,
            label: words.shows[value],
          }))}
          value={props.shown.show}
          onChange={(show) => props.onChange({ show: show === 'board' ? null : show, cursor: null })}
        />
        <Show when={props.shown.show === 'board'}>
          <SearchBox
            label={words.search}
            group={words.title}
            value={props.shown.text}
            onInput={(text) => set('q', text)}
          />
        </Show>
        <span class="muted num jobs-count">{props.total === undefined ? '' : words.count(props.total)}</span>
      </div>
      <Show when={props.shown.show === 'board'}>
        <div class="jobs-filters">
          <div class="field">
            <span class="lab" aria-hidden="true">
              {words.place}
            </span>
            <Menu
              label={words.placeLabel(placeName(props.shown.place))}
              trigger={
                <>
                  {placeName(props.shown.place)}
                  <ChevronDown class="s" />
                </>
              }
              entries={places.map((place) => ({
                kind: 'item' as const,
                label: placeName(place),
                isChecked: place === props.shown.place,
                run: () => props.onChange({ place, cursor: null }),
              }))}
            />
          </div>
          <TextField
            id="jobs-from"
            label={words.from}
            type="date"
            value={props.shown.from ?? ''}
            onInput={(day) => set('from', day)}
          />
          <TextField
            id="jobs-to"
            label={words.to}
            type="date"
            value={props.shown.to ?? ''}
            onInput={(day) => set('to', day)}
          />
          <TextField
            id="jobs-rate"
            label={words.minRate(workspace().currency)}
            inputmode="decimal"
            autocomplete="off"
            value={props.shown.minRate ?? ''}
            onInput={(amount) => set('rate', amount)}
          />
          <Show when={isNarrowed(props.shown)}>
            <Show when={may('jobs.apply_own')}>
              <Button icon={BookmarkPlus} onClick={() => setKeeping(true)}>
                {words.keepSearch}
              </Button>
            </Show>
            <Button kind="quiet" onClick={props.onClear}>
              {words.clear}
            </Button>
          </Show>
        </div>
        <SavedSearches onOpen={props.onChange} />
      </Show>
      <Show when={isKeeping() && searchOf(props.shown, workspace().currency)}>
        {(filter) => (
          <KeepSearchDialog filter={filter()} name={props.shown.text} onClose={() => setKeeping(false)} />
        )}
      </Show>
    </>
  )
}
