/** What the check reads of an entry of package-lock.json. */
interface LockEntry {
  version?: string
  link?: boolean
  resolved?: string
}

/**
 * Every entry has a version (a release without its optional packages installs once and then fails `npm ci`),
 * and none names the registry it came from, so that any registry can serve a clone.
 */
export function checkLockFile(text: string): { summary: string; problems: string[] } {
  // Written by npm; a file of another shape fails below by having no packages.
  const { packages = {} } = JSON.parse(text) as { packages?: Record<string, LockEntry> }
  const entries = Object.entries(packages).filter(([name]) => name !== '')
  const problems: string[] = entries.length === 0 ? ['package-lock.json lists no packages'] : []
  for (const [name, entry] of entries) {
    if (!entry.version && !entry.link) problems.push(`${name} has no version`)
    if (entry.resolved && /^https?:/.test(entry.resolved))
      problems.push(`${name} names the host ${entry.resolved}`)
  }
  return { summary: `${entries.length} packages`, problems }
}
