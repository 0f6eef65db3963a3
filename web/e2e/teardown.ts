import { rmSync } from 'node:fs'

/** Removes the throw-away state of this run. */
export default function teardown(): void {
  const folder = process.env.E2E_FOLDER
  if (folder) rmSync(folder, { recursive: true, force: true })
}
