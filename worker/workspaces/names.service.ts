import { openControl } from '../../db/d1/client.ts'
import { listAuthors } from './authority.repository.ts'

/** What members and keys of a workspace are called now, by `person:<id>` and `key:<id>`. */
export async function readActorNames(db: D1Database, tenantId: string): Promise<Map<string, string>> {
  const authors = await listAuthors(openControl(db), tenantId)
  return new Map(authors.map(({ kind, id, name }) => [`${kind}:${id}`, name]))
}
