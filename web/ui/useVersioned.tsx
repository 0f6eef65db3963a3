import { createSignal, type JSX, Show } from 'solid-js'
import { asApiError } from '../lib/errors.ts'
import { listOf } from '../lib/i18n.ts'
import { clashing, differing, type Fields, laidOver, only } from '../lib/merge.ts'
import { text } from '../lib/text.ts'
import { ConflictCard } from './ConflictCard.tsx'
import { toast } from './Toast.tsx'

interface Versioned {
  version: number
}

/**
 * Saving a form over a record that others change as well: what they changed elsewhere is kept, what both changed is asked about, and what
 * was typed is never lost. The record is taken as the form opened with it: the live one moves under the hand, and its version would say of
 * a change that it was seen. `send` gets the names of the fields that differ; where nothing does, nothing is sent.
 */
export function useVersioned<T extends Versioned, V extends Fields>(parts: {
  record: T
  valuesOf: (record: T) => V
  send: (record: T, values: V, changed: (keyof V & string)[]) => Promise<T>
}) {
  const [seen, setSeen] = createSignal<T>(parts.record)
  const [theirs, setTheirs] = createSignal<T | null>(null)
  // A function is what the setter of a signal calls, and a record is none.
  const base = () => parts.valuesOf(seen() as T)
  const saved = (record: T): T => {
    setSeen(() => record)
    return record
  }
  const save = async (mine: V): Promise<T | null> => {
    const changed = differing(base(), mine)
    if (changed.length === 0) return seen() as T
    try {
      return saved(await parts.send(seen() as T, mine, changed))
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.code !== 'stale_version') throw thrown
      // `details` of this refusal is the record as it is now.
      const now = error.details as T
      if (clashing(base(), mine, parts.valuesOf(now)).length > 0) {
        setTheirs(() => now)
        return null
      }
      const both = saved(await parts.send(now, laidOver(base(), mine, parts.valuesOf(now)), changed))
      toast(text.conflict.merged)
      return both
    }
  }
  return {
    save,
    theirs,
    /** What both changed. */
    clashes(mine: V): (keyof V & string)[] {
      const other = theirs()
      return other === null ? [] : clashing(base(), mine, parts.valuesOf(other))
    },
    baseValues: base,
    /**
     * For a form that stays open: goes on from the record as it is now, with what was typed laid over it, and gives what the form says then.
     * Null where nothing newer is known, or where both changed the same: that is asked about when it is saved.
     */
    follow(now: T, mine: V): V | null {
      if (now.version <= (seen() as T).version || theirs() !== null) return null
      const values = parts.valuesOf(now)
      if (clashing(base(), mine, values).length > 0) return null
      const over = laidOver(base(), mine, values)
      setSeen(() => now)
      return over
    },
    /** Goes on from theirs: with mine laid over it, or with what both changed left as theirs. */
    decided(mine: V, isMine: boolean): V {
      const other = theirs() ?? (seen() as T)
      const before = base()
      const now = parts.valuesOf(other)
      setSeen(() => other)
      setTheirs(null)
      const over = laidOver(before, mine, now)
      return isMine ? over : { ...over, ...only(now, clashing(before, mine, now)) }
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
  say: (field: keyof V & string, values: V) => string
  onDecide: (isMine: boolean) => void
}): JSX.Element {
  const said = (values: V) =>
    props.fields.map((field) => props.say(field, values) || text.conflict.nothing).join(' · ')
  return (
    <Show when={props.fields.length > 0}>
      <ConflictCard
        title={text.conflict.both(listOf(props.fields.map((field) => props.labels[field] ?? field)))}
        base={said(props.base)}
        mine={{ id: 'mine', name: text.conflict.you, value: said(props.mine) }}
        theirs={{
          id: 'theirs',
          name: text.conflict.them,
          value: said(props.theirs),
          at: text.conflict.justNow,
        }}
        onKeepMine={() => props.onDecide(true)}
        onTakeTheirs={() => props.onDecide(false)}
      />
    </Show>
  )
}
