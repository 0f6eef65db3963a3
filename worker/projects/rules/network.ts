import type { DependencyKind } from '../../../contracts/projects.ts'

/** One task waits for another. */
export interface Link {
  id: string
  fromId: string
  toId: string
  kind: DependencyKind
  lagMinutes: number
}

const group = (links: readonly Link[], by: (link: Link) => string): Map<string, Link[]> => {
  const groups = new Map<string, Link[]>()
  for (const link of links) {
    const own = groups.get(by(link))
    if (own === undefined) groups.set(by(link), [link])
    else own.push(link)
  }
  return groups
}

/** Links by the task that waits. */
export const byWaiting = (links: readonly Link[]) => group(links, ({ toId }) => toId)
/** Links by the task that comes first. */
export const byFirst = (links: readonly Link[]) => group(links, ({ fromId }) => fromId)

/**
 * Ids in an order in which nothing stands before what it waits for; else in the order given, so that the same plan is always worked
 * out alike. Throws on a loop, which no command lets in.
 */
export function inOrder(ids: readonly string[], links: readonly Link[]): string[] {
  const known = new Set(ids)
  const inner = links.filter(({ fromId, toId }) => known.has(fromId) && known.has(toId))
  const waiting = new Map<string, number>(ids.map((id) => [id, 0]))
  for (const { toId } of inner) waiting.set(toId, (waiting.get(toId) ?? 0) + 1)
  const after = byFirst(inner)
  const ready = ids.filter((id) => waiting.get(id) === 0)
  for (let at = 0; at < ready.length; at += 1) {
    for (const { toId } of after.get(ready[at] ?? '') ?? []) {
      const left = (waiting.get(toId) ?? 0) - 1
      waiting.set(toId, left)
      if (left === 0) ready.push(toId)
    }
  }
  if (ready.length < ids.length) throw new Error('the dependencies of a project form a loop')
  return ready
}

/**
 * The loop that a new link would close: ids from the task that waits, one after another, back to it. Null when there is none. The
 * shortest one, so that it can be read.
 */
export function loopOf(links: readonly Link[], added: Pick<Link, 'fromId' | 'toId'>): string[] | null {
  const after = byFirst(links)
  const cameFrom = new Map<string, string | null>([[added.toId, null]])
  const queue = [added.toId]
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? ''
    if (id === added.fromId) {
      const path: string[] = []
      for (let step: string | null = id; step !== null; step = cameFrom.get(step) ?? null) path.unshift(step)
      return [...path, added.toId]
    }
    for (const { toId } of after.get(id) ?? []) {
      if (cameFrom.has(toId)) continue
      cameFrom.set(toId, id)
      queue.push(toId)
    }
  }
  return null
}

/**
 * Links that stand in for those of a task that goes: whatever it waited for comes before whatever waited for it. Lags add up; what begins
 * or ends the one and the other is kept.
 */
export function bridges(links: readonly Link[], taskId: string): Omit<Link, 'id'>[] {
  const known = new Set(links.map(({ fromId, toId }) => `${fromId} ${toId}`))
  const made: Omit<Link, 'id'>[] = []
  for (const before of links.filter(({ toId }) => toId === taskId)) {
    for (const after of links.filter(({ fromId }) => fromId === taskId)) {
      const { fromId } = before
      const { toId } = after
      if (fromId === toId || known.has(`${fromId} ${toId}`)) continue
      known.add(`${fromId} ${toId}`)
      const kind = bridgedKind(before.kind, after.kind)
      made.push({ fromId, toId, kind, lagMinutes: before.lagMinutes + after.lagMinutes })
    }
  }
  return made
}

/** From the side of the first link that leads away from it, to the side of the second that it leads to. */
function bridgedKind(before: DependencyKind, after: DependencyKind): DependencyKind {
  const doesStart = before === 'SS' || before === 'SF'
  const isStart = after === 'FS' || after === 'SS'
  if (doesStart) return isStart ? 'SS' : 'SF'
  return isStart ? 'FS' : 'FF'
}
