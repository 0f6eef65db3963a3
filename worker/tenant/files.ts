import type { WipeProof } from '../../contracts/deletion.ts'
import { PORTFOLIO_FOLDER } from '../../contracts/portfolio.ts'
import type { Env } from '../platform/env.ts'
import { ARCHIVES_FOLDER } from './archive-files.ts'
import { BACKUPS_FOLDER, LOGOS_FOLDER } from './backups.ts'
import { copiesByRegion } from './copies.ts'
import { HEADS_FOLDER } from './heads.ts'

/** A folder of a bucket that holds a folder for each workspace. */
export interface FilePlace {
  files: R2Bucket
  folder: string
  /** Every workspace has something here an hour after it was made. */
  isOfEvery: boolean
}

/**
 * Where files of a workspace can lie: whole uploads, parts of uploads that were not completed, the logo, signed heads, archived rows of
 * before they went into regions, portfolios, and what a workspace has in one of the regions: copies, and archived rows.
 */
export function placesOf(env: Parameters<typeof copiesByRegion>[0] & Pick<Env, 'FILES'>): FilePlace[] {
  const folders = ['imports', 'uploads', LOGOS_FOLDER, HEADS_FOLDER, ARCHIVES_FOLDER, PORTFOLIO_FOLDER]
  return [
    ...folders.map((folder) => ({ files: env.FILES, folder, isOfEvery: folder === HEADS_FOLDER })),
    ...Object.values(copiesByRegion(env)).flatMap((files) =>
      [BACKUPS_FOLDER, ARCHIVES_FOLDER].map((folder) => ({ files, folder, isOfEvery: false })),
    ),
  ]
}

/** Deletes every file of a workspace, a page of names at a time; says how many went and are left. Repeating it changes nothing. */
export async function deleteFiles(
  places: readonly Pick<FilePlace, 'files' | 'folder'>[],
  tenantId: string,
): Promise<WipeProof['files']> {
  let removed = 0
  for (const { files, folder } of places) {
    for (;;) {
      const page = await files.list({ prefix: `${folder}/${tenantId}/` })
      if (page.objects.length === 0) break
      await files.delete(page.objects.map((file) => file.key))
      removed += page.objects.length
    }
  }
  // The loop ends only where the buckets list nothing any more.
  return { removed, left: 0 }
}
