import type { WipeProof } from '../../contracts/deletion.ts'
import { PORTFOLIO_FOLDER } from '../../contracts/portfolio.ts'
import { BACKUPS_FOLDER, LOGOS_FOLDER } from './backups.ts'
import { ARCHIVES_FOLDER } from './cold-events.ts'
import { HEADS_FOLDER } from './heads.ts'

/** Where files of a workspace lie in the bucket: whole uploads, parts of uploads that were not completed, signed heads, backups, archived rows, the logo. */
export const FOLDERS = {
  all: ['imports', 'uploads', LOGOS_FOLDER, HEADS_FOLDER, BACKUPS_FOLDER, ARCHIVES_FOLDER, PORTFOLIO_FOLDER],
  /** Every workspace has something here an hour after it was made. */
  ofEvery: HEADS_FOLDER,
}

/** Deletes every file of a workspace, a page of names at a time; says how many went and are left. Repeating it changes nothing. */
export async function deleteFiles(files: R2Bucket, tenantId: string): Promise<WipeProof['files']> {
  let removed = 0
  for (const folder of FOLDERS.all) {
    for (;;) {
      const page = await files.list({ prefix: `${folder}/${tenantId}/` })
      if (page.objects.length === 0) break
      await files.delete(page.objects.map((file) => file.key))
      removed += page.objects.length
    }
  }
  // The loop ends only where the bucket lists nothing any more.
  return { removed, left: 0 }
}
