import type { JSX } from 'solid-js'
import { Sheet } from '../../ui/Dialog.tsx'
import type { HistoryOf } from './queries.ts'
import { type Refusal, Versions } from './Versions.tsx'
import { words } from './words.ts'

/** The versions of a record in a panel of their own. */
export function HistorySheet(props: {
  of: HistoryOf
  mayRestore: boolean
  /** What else hangs on the record. */
  onSettled?: (() => Promise<unknown>) | undefined
  refusal?: Refusal | undefined
  onClose: () => void
}): JSX.Element {
  return (
    <Sheet isOpen title={words.title(props.of.name)} onClose={props.onClose}>
      <Versions
        of={props.of}
        mayRestore={props.mayRestore}
        onSettled={props.onSettled}
        refusal={props.refusal}
      />
    </Sheet>
  )
}
