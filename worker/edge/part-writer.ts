/** Writes a stream of chunks to R2 in parts of equal size, as R2 asks of a multipart upload; a short file is one put. */
export class PartWriter {
  /** Bytes written so far. */
  bytes = 0
  private readonly files: R2Bucket
  private readonly key: string
  private readonly partBytes: number
  private buffer: Uint8Array
  private filled = 0
  private upload: R2MultipartUpload | null = null
  private readonly parts: R2UploadedPart[] = []

  constructor(files: R2Bucket, key: string, partBytes: number) {
    this.files = files
    this.key = key
    this.partBytes = partBytes
    this.buffer = new Uint8Array(partBytes)
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.bytes += chunk.byteLength
    let at = 0
    while (at < chunk.byteLength) {
      const count = Math.min(this.partBytes - this.filled, chunk.byteLength - at)
      this.buffer.set(chunk.subarray(at, at + count), this.filled)
      this.filled += count
      at += count
      if (this.filled === this.partBytes) await this.flush()
    }
  }

  async close(): Promise<void> {
    const rest = this.buffer.subarray(0, this.filled)
    if (this.upload === null) {
      await this.files.put(this.key, rest)
      return
    }
    if (this.filled > 0) this.parts.push(await this.upload.uploadPart(this.parts.length + 1, rest))
    await this.upload.complete(this.parts)
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    await this.upload?.abort()
  }

  private async flush(): Promise<void> {
    this.upload ??= await this.files.createMultipartUpload(this.key)
    this.parts.push(await this.upload.uploadPart(this.parts.length + 1, this.buffer))
    this.buffer = new Uint8Array(this.partBytes)
    this.filled = 0
  }
}
