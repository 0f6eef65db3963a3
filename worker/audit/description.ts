import type { AuditKind } from '../../contracts/audit.ts'
import type { OrreryEvent } from '../events/registry.ts'

export type TypeName = OrreryEvent['type']
export type DataOf<T extends TypeName> = Extract<OrreryEvent, { type: T }>['data']

/** What a person, key or artist of the log is called now; null when nobody of that id is known any more. */
export type NameOf = (subject: string) => string | null

/** How a kind of event is told. */
export interface Description<T extends TypeName> {
  kind: AuditKind
  /** One of many steps of a job: left out of the list unless it is asked for. */
  isStep?: boolean
  /** What happened, as a sentence without its subject: whoever did it stands before it. */
  say: (data: DataOf<T>, nameOf: NameOf) => string
}
