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
const PAGE = 'client/index.html'
export const WEB_PAGE = join(DIST, PAGE)
/** Says what was built. It lies in the folder that a build empties, so that it never speaks of another one. */
const MADE_OF = 'client/.vite/made-of'
const WAIT_MS = 200

/** Builds the web app unless it is built from what is there. */
export function buildWebOnce(): Promise<void> {
  return buildOnce(DIST, fingerprint(ROOT, WEB_SOURCES), buildWeb)
}

/**
 * Fills the folder by `build`, unless it holds what was built from `mark`. Stacks with folders of their own share it: one builds, and
 * the others wait, because a build empties what a Worker that has started meanwhile is serving.
 */
export async function buildOnce(folder: string, mark: string, build: () => Promise<void>): Promise<void> {
  const unlock = await turnToBuild(folder)
  const madeOf = join(folder, MADE_OF)
  try {
    if (existsSync(join(folder, PAGE)) && existsSync(madeOf) && readFileSync(madeOf, 'utf8') === mark) return
    await build()
    writeFileSync(madeOf, mark)
  } finally {
    unlock()
  }
}

async function turnToBuild(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true })
  for (;;) {
    try {
      return takeLock(join(folder, 'build.lock'))
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error
      await sleep(WAIT_MS)
    }
  }
}
