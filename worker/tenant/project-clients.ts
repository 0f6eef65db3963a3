import type { OrreryEvent } from '../events/registry.ts'

/** Projects that are remembered; more begin anew. */
const PROJECTS_KEPT_MAX = 2_000

/** The project an event is about, if its subject is one or a part of one. */
function projectIdOf({ subject, data }: OrreryEvent): string | null {
  const isOfProject = subject.startsWith('project:') || subject.startsWith('task:')
  return isOfProject && 'projectId' in data ? data.projectId : null
}

/**
 * Whose projects are, as far as this instance has met them. Members limited to some clients are told of projects of theirs and of no
 * other, so what is not known here is told to nobody of them.
 */
export class ProjectClients {
  private readonly known = new Map<string, string | null>()

  /** Takes in what events say, and reads the clients of projects they do not name. Whoever comes later finds both there. */
  async learn(
    ids: readonly string[],
    events: readonly OrreryEvent[],
    read: (ids: readonly string[]) => Promise<ReadonlyMap<string, string | null>>,
  ): Promise<void> {
    this.take(events)
    const ofEvents = events.flatMap((event) => projectIdOf(event) ?? [])
    const missing = [...new Set([...ids, ...ofEvents])].filter((id) => !this.known.has(id))
    if (missing.length === 0) return
    const found = await read(missing)
    if (this.known.size + missing.length > PROJECTS_KEPT_MAX) this.known.clear()
    for (const [id, clientId] of found) this.known.set(id, clientId)
  }

  /** What the events themselves say of whose projects are. */
  take(events: readonly OrreryEvent[]): void {
    for (const event of events)
      if (event.type === 'project.created' || event.type === 'project.changed')
        this.known.set(event.data.projectId, event.data.after.clientId)
  }

  has(projectId: string): boolean {
    return this.known.has(projectId)
  }

  /** Null: of none, or not known. */
  of(projectId: string): string | null {
    return this.known.get(projectId) ?? null
  }

  /** Clients that may hear of a subject of these events: those of its project now, and before where it has just changed hands. */
  hearersIn(events: readonly OrreryEvent[]): (subject: string) => readonly string[] {
    const bySubject = new Map<string, Set<string>>()
    for (const event of events) {
      const projectId = projectIdOf(event)
      if (projectId === null) continue
      const own = bySubject.get(event.subject) ?? new Set()
      const now = this.of(projectId)
      if (now !== null) own.add(now)
      if (event.type === 'project.changed' && event.data.before.clientId !== null)
        own.add(event.data.before.clientId)
      bySubject.set(event.subject, own)
    }
    return (subject) => [...(bySubject.get(subject) ?? [])]
  }
}
