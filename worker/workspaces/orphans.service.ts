import { openControl } from '../../db/d1/client.ts'
import type { Log } from '../platform/log.ts'
import {
  beginCheck,
  listStrayMembers,
  listStrayRows,
  type Orphan,
  settledWorkspaces,
  storeFound,
  unknownWorkspaces,
} from './orphans.repository.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Scope of what the directory and the bucket show by themselves. */
const DIRECTORY = 'directory'

export interface OrphanDeps {
  binding: D1Database
  log: Log
  now: Date
}

/** A folder of a bucket that holds one folder for each workspace; in some of them every workspace has one. */
export interface Place {
  files: R2Bucket
  folder: string
  isOfEvery: boolean
}

async function store({ binding, log, now }: OrphanDeps, scope: string, found: Orphan[]): Promise<void> {
  await storeFound(openControl(binding), scope, found, now)
  if (found.length === 0) return
  const kinds: Record<string, number> = {}
  for (const { kind } of found) kinds[kind] = (kinds[kind] ?? 0) + 1
  log.error('orphans_found', { scope, found: found.length, kinds })
}

/**
 * Once a day, whichever sweep comes first: looks for rows of the control plane whose person or workspace is not there, for files of
 * workspaces that the directory does not know, and for workspaces that have lost theirs. It changes nothing of what it finds.
 */
export async function lookForOrphans(deps: OrphanDeps, places: readonly Place[]): Promise<void> {
  const db = openControl(deps.binding)
  const aDayAgo = new Date(deps.now.getTime() - DAY_MS)
  if (!(await beginCheck(db, DIRECTORY, deps.now, aDayAgo))) return
  const found = await listStrayRows(db, deps.now)
  const settled = new Set(await settledWorkspaces(db, aDayAgo))
  for (const { files, folder, isOfEvery } of places)
    for await (const ids of tenantsIn(files, folder)) {
      for (const id of await unknownWorkspaces(db, ids))
        found.push({ kind: 'files_without_workspace', subject: `${folder}/${id}` })
      if (isOfEvery) for (const id of ids) settled.delete(id)
    }
  for (const id of settled) found.push({ kind: 'workspace_without_files', subject: `workspace:${id}` })
  await store(deps, DIRECTORY, found)
}

/** The workspaces that have files in a folder, a page of names at a time. */
async function* tenantsIn(files: R2Bucket, folder: string): AsyncGenerator<string[]> {
  let cursor: string | undefined
  do {
    const page: R2Objects = await files.list({
      prefix: `${folder}/`,
      delimiter: '/',
      ...(cursor !== undefined && { cursor }),
    })
    yield page.delimitedPrefixes.map((prefix) => prefix.slice(folder.length + 1, -1))
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
}

/** Holds what the log of a workspace says of its members against the directory; gives how many differ. */
export async function compareMembers(
  deps: OrphanDeps,
  tenantId: string,
  said: { joined: readonly string[]; gone: readonly string[] },
): Promise<void> {
  await store(deps, tenantId, await listStrayMembers(openControl(deps.binding), tenantId, said))
}
