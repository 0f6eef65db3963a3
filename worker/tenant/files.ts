/** Where files of a workspace lie in the bucket: whole uploads, and parts of uploads that were not completed. */
const FOLDERS = ['imports', 'uploads']

/** Deletes every file of a workspace, a page of names at a time. Repeating it changes nothing. */
export async function deleteFiles(files: R2Bucket, tenantId: string): Promise<void> {
  for (const folder of FOLDERS) {
    for (;;) {
      const page = await files.list({ prefix: `${folder}/${tenantId}/` })
      if (page.objects.length === 0) break
      await files.delete(page.objects.map((file) => file.key))
    }
  }
}
