/** Folder of the archive of a workspace, which goes with it. */
export const ARCHIVES_FOLDER = 'archives'

/**
 * Files of the archive of a workspace: they lie where its copies do, in its region. What was written before they did lies beside other files,
 * and is read and deleted there.
 */
export class ArchiveFiles {
  private readonly findPlace: () => Promise<R2Bucket>
  private readonly before: R2Bucket

  constructor(findPlace: () => Promise<R2Bucket>, before: R2Bucket) {
    this.findPlace = findPlace
    this.before = before
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await (await this.findPlace()).put(key, bytes)
  }

  async get(key: string): Promise<R2ObjectBody | null> {
    const files = await this.findPlace()
    return (await files.get(key)) ?? this.before.get(key)
  }

  async delete(key: string): Promise<void> {
    const files = await this.findPlace()
    await Promise.all([files.delete(key), this.before.delete(key)])
  }
}
