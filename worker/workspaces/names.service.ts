import { ERASED_PERSON } from '../../contracts/personal.ts'
import { openControl } from '../../db/d1/client.ts'
import { listAuthors } from './authority.repository.ts'
import { listErased } from './person-keys.repository.ts'

const PERSON = 'person:'

/** What members and keys of a workspace are called now, by `person:<id>` and `key:<id>`; of these actors also who was erased. */
export async function readActorNames(
  binding: D1Database,
  tenantId: string,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const db = openControl(binding)
  const authors = await listAuthors(db, tenantId)
  const names = new Map(authors.map(({ kind, id, name }) => [`${kind}:${id}`, name]))
  const unknown = actors.filter((actor) => actor.startsWith(PERSON) && !names.has(actor))
  if (unknown.length === 0) return names
  const erased = await listErased(
    db,
    unknown.map((actor) => actor.slice(PERSON.length)),
  )
  for (const id of erased) names.set(PERSON + id, ERASED_PERSON)
  return names
}
