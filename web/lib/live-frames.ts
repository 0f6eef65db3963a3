import { LiveFrame } from '../../contracts/live.ts'

/** Parses one text frame of the socket. Null for anything this build does not know, which is then ignored. */
export function parseFrame(text: string): LiveFrame | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = LiveFrame.safeParse(value)
  return parsed.success ? parsed.data : null
}
