import { useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { CUSTOM_VALUES_PER_CALL_MAX } from '../../../contracts/limits.ts'
import type { PutCustomMetric } from '../../../contracts/records.ts'
import { announce } from '../../lib/announce.ts'
import { asApiError, fieldErrors, isRetryable } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { connection } from '../../lib/stores/live.ts'
import { FIGURES } from '../metrics/queries.ts'
import { removeValues, sheetKey, storeValues } from './queries.ts'
import { type Change, type Edit, makeSaver, type Sent } from './saver.ts'
import { cellName } from './sheet.ts'
import type { Sheet } from './useSheet.ts'
import { words } from './words.ts'

const UNDO_STEPS_MAX = 50
/** Refusals about one value of a call; any other is about all of them. */
const ofOneValue: ReadonlySet<string> = new Set(['invalid_request', 'metric_mismatch', 'too_many_dimensions'])

export interface Edits {
  of: (name: string) => Edit | undefined
  all: Accessor<ReadonlyMap<string, Edit>>
  /** What the cell shows as its value now. */
  valueAt: (metric: string, day: string) => string | null
  /** Saves changes; what they replace can be brought back. Gives that, empty when nothing changes. */
  save: (changes: readonly Change[]) => Change[]
  refuse: (cell: { metric: string; day: string }, text: string, why: string) => void
  restore: (name: string) => void
  retry: () => void
  /** Takes back the last change; false when there is none. */
  undo: () => boolean
}

/** The edits of one client's cells: shown at once, saved by themselves, kept where they cannot be saved. */
export function useEdits(sheet: Sheet, clientId: string): Edits {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [edits, setEdits] = createSignal<ReadonlyMap<string, Edit>>(new Map())
  const undoSteps: Change[][] = []
  // A page that is left ends what is under way with the workspace it began in.
  const workspaceId = workspace().id

  const bodyOf = ({ metric, day, value }: Change): PutCustomMetric => {
    const column = sheet.columnOf(metric)
    const { label, unit, currency, aggregation, direction } = column ?? {}
    const made = { label, unit, currency: currency ?? undefined, aggregation, direction }
    // The keys and amounts are those of the contract: columns come from it, amounts were read by `readNumber`.
    const body = { metricName: metric, metricValue: value, recordDate: day, clientId } as PutCustomMetric
    return column?.isNew ? ({ ...body, ...made } as PutCustomMetric) : body
  }
  const settle = async () => {
    const isNew = sheet.columns().some((column) => column.isNew)
    if (isNew) await client.invalidateQueries({ queryKey: [workspaceId, 'metrics'] })
    await client.invalidateQueries({ queryKey: [workspaceId, FIGURES] })
  }
  const idsOf = (some: readonly Change[]) => {
    const cells = sheet.cells()
    return some.flatMap(({ metric, day }) => cells.get(cellName(metric, day))?.typed?.id ?? [])
  }
  const saver = makeSaver({
    store: (some) => sentBy(() => storeValues(some.map(bodyOf))),
    clear: async (some) => {
      const ids = idsOf(some)
      if (ids.length === 0) return { kind: 'stored' }
      const sent = await sentBy(() => removeValues(ids))
      if (sent.kind !== 'refused' || !sent.isGone) return sent
      // Somebody else cleared one of them: the others are asked for anew.
      await client.refetchQueries({ queryKey: sheetKey(workspaceId, sheet.asked()) })
      const left = idsOf(some)
      return left.length === 0 ? { kind: 'stored' } : sentBy(() => removeValues(left))
    },
    settle,
    show: setEdits,
    perCall: CUSTOM_VALUES_PER_CALL_MAX,
  })

  createEffect(
    on(connection, (now, before) => {
      if (now === 'live' && before !== undefined && before !== 'live') saver.retry()
    }),
  )
  const warnBeforeLeaving = (event: BeforeUnloadEvent) => {
    if (edits().size > 0) event.preventDefault()
  }
  addEventListener('beforeunload', warnBeforeLeaving)
  onCleanup(() => removeEventListener('beforeunload', warnBeforeLeaving))

  const valueAt = (metric: string, day: string): string | null => {
    const edit = edits().get(cellName(metric, day))
    if (edit && edit.state !== 'refused') return edit.value
    return sheet.cells().get(cellName(metric, day))?.typed?.metricValue ?? null
  }
  const differs = ({ metric, day, value }: Change) =>
    valueAt(metric, day) !== value || edits().get(cellName(metric, day))?.state === 'refused'
  const apply = (changes: readonly Change[]): Change[] => {
    const moved = changes.filter(differs)
    const before = moved.map(({ metric, day }) => ({ metric, day, value: valueAt(metric, day) }))
    if (moved.length > 0) saver.save(moved)
    return before
  }
  return {
    of: (name) => edits().get(name),
    all: edits,
    valueAt,
    save(changes) {
      const before = apply(changes)
      if (before.length > 0) undoSteps.push(before)
      if (undoSteps.length > UNDO_STEPS_MAX) undoSteps.shift()
      return before
    },
    refuse(cell, text, why) {
      saver.refuse(cell, text, why)
      announce(why, 'assertive')
    },
    restore: saver.restore,
    retry: saver.retry,
    undo() {
      const step = undoSteps.pop()
      if (!step) return false
      apply(step)
      announce(words.said.undone)
      return true
    },
  }
}

/** How a call ended, for the cells in it. */
async function sentBy(send: () => Promise<unknown>): Promise<Sent & { isGone?: boolean }> {
  try {
    await send()
    return { kind: 'stored' }
  } catch (thrown) {
    const error = asApiError(thrown)
    if (isRetryable(error)) return { kind: 'later' }
    const place = (error.details as { place?: unknown } | undefined)?.place
    const problem = Object.values(fieldErrors(error))[0]
    const why = problem === undefined ? `${error.message} ${error.next}` : `The value ${problem}`
    announce(why, 'assertive')
    const at = ofOneValue.has(error.code) && typeof place === 'number' ? place : null
    return { kind: 'refused', at, why, isGone: error.code === 'not_found' }
  }
}
