import LayoutGrid from 'lucide-solid/icons/calendar-range'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import List from 'lucide-solid/icons/list'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { useFormat } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { type Shown, stepped, zooms } from '../../ui/timeline/scale.ts'
import { type BookingsShown, filtersSet, kinds, stateGroups, statesText } from './shown.ts'
import { words } from './words.ts'

export type SetSearch = (changes: Record<string, string | null>, options?: { replace: boolean }) => void

const ANY = 'any'

/** Which time and which artists are shown; everything is kept in the address. */
export function BookingsTools(props: {
  shown: BookingsShown
  time: Shown
  today: string
  skills: readonly string[]
  isPhone: boolean
  onChange: SetSearch
}): JSX.Element {
  const format = useFormat()
  const [isOpen, setOpen] = createSignal(false)
  const go = (day: string) => props.onChange({ at: day === props.today ? null : day })
  const count = () => filtersSet(props.shown)
  return (
    <>
      <div class="bookings-tools">
        <div class="row">
          <IconButton
            icon={ChevronLeft}
            label={words.previous[props.shown.zoom]}
            onClick={() => go(stepped(props.shown.zoom, props.shown.day, -1))}
          />
          <Button onClick={() => go(props.today)}>{words.today}</Button>
          <IconButton
            icon={ChevronRight}
            label={words.next[props.shown.zoom]}
            onClick={() => go(stepped(props.shown.zoom, props.shown.day, 1))}
          />
          <h2 class="bookings-range num" aria-live="polite">
            {format().dayRange(props.time.firstDay, props.time.lastDay)}
          </h2>
        </div>
        <div class="row push wrap">
          <SearchBox
            label={words.search}
            group={words.title}
            value={props.shown.text}
            onInput={(text) => props.onChange({ q: text || null }, { replace: true })}
          />
          <Segmented
            label={words.zoom}
            options={zooms.map((value) => ({ value, label: words.zooms[value] }))}
            value={props.shown.zoom}
            onChange={(zoom) => props.onChange({ zoom: zoom === 'week' ? null : zoom })}
          />
          <Button
            icon={SlidersHorizontal}
            aria-label={count() > 0 ? words.filtersSet(count()) : words.filters}
            onClick={() => setOpen(true)}
          >
            {words.filters}
            <Show when={count() > 0}>
              <span class="n">{count()}</span>
            </Show>
          </Button>
          <Show when={!props.isPhone}>
            <IconButton
              icon={props.shown.view === 'grid' ? List : LayoutGrid}
              label={props.shown.view === 'grid' ? words.asList : words.asGrid}
              onClick={() => props.onChange({ view: props.shown.view === 'grid' ? 'list' : null })}
            />
          </Show>
        </div>
      </div>
      <FilterChips shown={props.shown} onChange={props.onChange} />
      <Sheet isOpen={isOpen()} title={words.filters} onClose={() => setOpen(false)}>
        <FilterFields shown={props.shown} skills={props.skills} onChange={props.onChange} />
      </Sheet>
    </>
  )
}

function FilterChips(props: { shown: BookingsShown; onChange: SetSearch }): JSX.Element {
  const chips = (): { name: string; without: Record<string, null> }[] => {
    const { kind, skill, states } = props.shown
    return [
      ...(kind ? [{ name: words.kinds[kind], without: { kind: null } }] : []),
      ...(skill ? [{ name: skill, without: { skill: null } }] : []),
      ...(statesText(states)
        ? [{ name: states.map((state) => words.groups[state]).join(', '), without: { state: null } }]
        : []),
    ]
  }
  return (
    <Show when={chips().length > 0}>
      <div class="row wrap bookings-chips">
        <For each={chips()}>
          {(chip) => (
            <button
              type="button"
              class="chip"
              aria-label={words.without(chip.name)}
              onClick={() => props.onChange(chip.without)}
            >
              {chip.name}
              <X class="s" />
            </button>
          )}
        </For>
        <Button
          kind="quiet"
          size="sm"
          onClick={() => props.onChange({ kind: null, skill: null, state: null, q: null })}
        >
          {words.clearAll}
        </Button>
      </div>
    </Show>
  )
}

function FilterFields(props: {
  shown: BookingsShown
  skills: readonly string[]
  onChange: SetSearch
}): JSX.Element {
  const setState = (state: (typeof stateGroups)[number], isOn: boolean) => {
    const { states } = props.shown
    const next = isOn ? [...states, state] : states.filter((one) => one !== state)
    props.onChange({ state: statesText(next) }, { replace: true })
  }
  return (
    <div class="form">
      <Select
        label={words.kind}
        options={[
          { value: ANY, label: words.anyKind },
          ...kinds.map((value) => ({ value, label: words.kinds[value] })),
        ]}
        value={props.shown.kind ?? ANY}
        onChange={(kind) => props.onChange({ kind: kind === ANY ? null : kind }, { replace: true })}
      />
      <Select
        label={words.skill}
        options={[
          { value: ANY, label: words.anySkill },
          ...props.skills.map((name) => ({ value: name, label: name })),
        ]}
        value={props.shown.skill ?? ANY}
        onChange={(skill) => props.onChange({ skill: skill === ANY ? null : skill }, { replace: true })}
      />
      <fieldset class="field booking-states">
        <legend class="lab">{words.states}</legend>
        <For each={stateGroups}>
          {(state) => (
            <Checkbox
              label={words.groups[state]}
              isChecked={props.shown.states.includes(state)}
              onChange={(isOn) => setState(state, isOn)}
            />
          )}
        </For>
      </fieldset>
    </div>
  )
}
