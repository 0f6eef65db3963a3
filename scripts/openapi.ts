import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type JsonObject, openApiDocument, openApiText } from '../contracts/api/document.ts'
import { operations } from '../contracts/api/operations.ts'
import { breakingChanges } from './checks/api-changes.ts'

const DOCUMENT = 'docs/openapi.json'
const CHANGES = 'docs/api-changes.md'

/**
 * Writes the description of the API. What would break a program that was written against the committed one is listed and refused,
 * unless `--because "reason"` says why; the reason and the list then go into docs/api-changes.md.
 */
function writeDocument(because: string | null): boolean {
  // Written by this script; a file of another shape has no paths, and then nothing can break.
  const before = existsSync(DOCUMENT) ? (JSON.parse(readFileSync(DOCUMENT, 'utf8')) as JsonObject) : {}
  const changes = breakingChanges(before, openApiDocument(operations))
  if (changes.length > 0 && because === null) {
    console.error(`These changes break programs:\n${changes.map((change) => `  ${change}`).join('\n')}`)
    console.error('Keep what was there, or run: npm run openapi -- --because "the reason"')
    return false
  }
  if (changes.length > 0)
    appendFileSync(CHANGES, `\n- ${because}\n${changes.map((change) => `  - ${change}`).join('\n')}\n`)
  writeFileSync(DOCUMENT, openApiText(operations))
  console.log(`${DOCUMENT}: ${operations.length} operations`)
  return true
}

if (import.meta.main) {
  const at = process.argv.indexOf('--because')
  const because = at > 0 ? (process.argv[at + 1] ?? null) : null
  if (!writeDocument(because)) process.exitCode = 1
}
