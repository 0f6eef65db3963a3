import { createSignal, type JSX, Show } from 'solid-js'
import { asApiError } from '../../lib/errors.ts'
import { listOf } from '../../lib/i18n.ts'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { toast } from '../../ui/Toast.tsx'
import { clashing, differing, type Fields, laidOver } from './merge.ts'
import { words } from './words.ts'

interface Versioned {
  id: string
  version: number
}

/**
 * Saving a form over a record that others change as well: what they changed elsewhere is kept, what both changed is asked about, and what
 * was typed is never lost. `send` gets the names of the fields that differ; null: nothing does.
 */
export function useVersioned<T extends Versioned, V extends Fields>(parts: {
  record: T
  valuesOf: (record: T) => V
  send: (record: T, values: V, changed: (keyof V & string)[]) => Promise<T>
}) {
  const [seen, setSeen] = createSignal<T>(parts.record)
  const [theirs, setTheirs] = createSignal<T | null>(null)
  const save = async (mine: V): Promise<T | null> => {
    // A function is what the setter of a signal calls, and a record is none.
    const before = seen() as T
    const base = parts.valuesOf(before)
    const changed = differing(base, mine)
    if (changed.length === 0) return before
    try {
      return await parts.send(before, mine, changed)
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.code !== 'stale_version') throw thrown
      // `details` of this refusal is the record as it is now.
      const now = error.details as T
      if (clashing(base, mine, parts.valuesOf(now)).length > 0) {
        setTheirs(() => now)
        return null
      }
      const saved = await parts.send(now, laidOver(base, mine, parts.valuesOf(now)), changed)
      toast(words.merged)
      return saved
    }
  }
  return {
    save,
    theirs,
    /** What both changed. */
    clashes(mine: V): (keyof V & string)[] {
      const other = theirs()
      return other === null ? [] : clashing(parts.valuesOf(seen() as T), mine, parts.valuesOf(other))
    },
    baseValues: () => parts.valuesOf(seen() as T),
    /** Goes on from theirs: with mine laid over it, or with what both changed left as theirs. */
    decided(mine: V, isMine: boolean): V {
      const other = theirs() ?? (seen() as T)
      const base = parts.valuesOf(seen() as T)
      const now = parts.valuesOf(other)
      const clash = clashing(base, mine, now)
      setSeen(() => other)
      setTheirs(null)
      const over = laidOver(base, mine, now)
      // Only values of fields that both have are taken over.
      return isMine ? over : ({ ...over, ...Object.fromEntries(clash.map((name) => [name, now[name]])) } as V)
    },
  }
}

/** Both versions of what two have changed, and what it was. */
export function VersionConflict<V extends Fields>(props: {
  fields: readonly (keyof V & string)[]
  labels: Readonly<Record<string, string>>
  base: V
  mine: V
  theirs: V
  say: (field: keyof V & string, value: string | boolean) => string
  onDecide: (isMine: boolean) => void
}): JSX.Element {
  const said = (values: V) =>
    props.fields.map((field) => props.say(field, values[field] ?? '') || words.nothing).join(' · ')
  return (
    <Show when={props.fields.length > 0}>
      <ConflictCard
        title={words.conflict(listOf(props.fields.map((field) => props.labels[field] ?? field)))}
        base={said(props.base)}
        mine={{ id: 'mine', name: words.you, value: said(props.mine) }}
        theirs={{ id: 'theirs', name: words.them, value: said(props.theirs), at: words.justNow }}
        onKeepMine={() => props.onDecide(true)}
        onTakeTheirs={() => props.onDecide(false)}
      />
    </Show>
  )
}
