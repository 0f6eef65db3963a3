import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LockHeld, takeLock } from '../lock-file.ts'
import { fingerprint } from './fingerprint.ts'
import { buildWeb } from './programs.ts'
import { ROOT } from './state.ts'

/** What the web app is made of; a change in any of it means a new build. */
const WEB_SOURCES = ['web', 'contracts', 'vite.config.ts', 'package-lock.json']
const DIST = join(ROOT, 'dist')
export const WEB_PAGE = join(DIST, 'client/index.html')
/** Says what was built. It lies in the folder that a build empties, so that it never speaks of another one. */
const MADE_OF = join(DIST, 'client/.vite/made-of')
const WAIT_MS = 200

/**
 * Builds the web app unless it is built from what is there. Stacks with folders of their own share it: one builds, and the others wait,
 * because a build empties what a Worker that has started meanwhile is serving.
 */
export async function buildWebOnce(): Promise<void> {
  const mark = fingerprint(ROOT, WEB_SOURCES)
  const unlock = await turnToBuild()
  try {
    if (existsSync(WEB_PAGE) && existsSync(MADE_OF) && readFileSync(MADE_OF, 'utf8') === mark) return
    await buildWeb()
    writeFileSync(MADE_OF, mark)
  } finally {
    unlock()
  }
}

async function turnToBuild(): Promise<() => void> {
  mkdirSync(DIST, { recursive: true })
  for (;;) {
    try {
      return takeLock(join(DIST, 'build.lock'))
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error
      await sleep(WAIT_MS)
    }
  }
}
