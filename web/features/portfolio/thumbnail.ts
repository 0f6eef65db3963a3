import { PORTFOLIO_THUMBNAIL_SIDE_MAX } from '../../../contracts/limits.ts'

const QUALITY = 0.8

/** The small picture of an image, made here because nothing behind the front door unpacks what people send; null: it cannot be drawn. */
export async function thumbnailOf(file: Blob): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, PORTFOLIO_THUMBNAIL_SIDE_MAX / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const pen = canvas.getContext('2d')
    if (pen === null) return null
    // JPEG has no holes to see through.
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((made) => canvas.toBlob(made, 'image/jpeg', QUALITY))
  } catch {
    return null
  }
}
