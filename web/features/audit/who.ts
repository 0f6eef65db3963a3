import type { AuditActor, AuditEntry } from '../../../contracts/audit.ts'
import { words } from './words.ts'

/** Who did something, as people call them. */
export function whoIs({ actor }: Pick<AuditEntry, 'actor'>): string {
  const { kind, id, name } = actor
  if (kind === 'key') return name === null ? words.unknownKey(id) : words.key(name)
  return name ?? words.nobody(id)
}

/** The same for an actor by its text in the log. */
export function whoIsActor({ actor, name }: AuditActor): string {
  const [kind = '', id = ''] = actor.split(':')
  if (kind === 'system') return `Orrery (${id.replaceAll('_', ' ')})`
  return whoIs({ actor: { kind, id, name } })
}
