import type { SearchHit } from '../../../contracts/search.ts'
import { paths } from '../../lib/paths.ts'
import { spanText } from '../../lib/wall.ts'
import { DAY_MIN, dayOfWall, wallOfDay } from '../../ui/timeline/scale.ts'
import { words as artistWords } from '../artists/words.ts'
import { wallSpan } from '../bookings/when.ts'
import { words as bookingWords } from '../bookings/words.ts'
import { taskSpan, whenText } from '../projects/plan.ts'
import { words as projectWords } from '../projects/words.ts'
import { words } from './words.ts'

/** A record as the palette shows it, and where it leads. */
export interface FoundItem {
  id: string
  title: string
  detail: string
  href: string
}

/** Records of one kind under their heading. */
export interface FoundGroup {
  title: string
  items: FoundItem[]
}

/** Hits by kind: the kind of the best one first, and within a kind as the server has ordered them. */
export function foundGroups(hits: readonly SearchHit[], org: string): FoundGroup[] {
  const groups = new Map<string, FoundItem[]>()
  for (const hit of hits) {
    const title = words.groups[hit.kind]
    groups.set(title, [...(groups.get(title) ?? []), itemOf(hit, org)])
  }
  return [...groups].map(([title, items]) => ({ title, items }))
}

function itemOf(hit: SearchHit, org: string): FoundItem {
  const { detail, href } = placeOf(hit, org)
  return { id: `${hit.kind}:${hit.id}`, title: hit.title, detail: detail.filter(Boolean).join(' · '), href }
}

function placeOf(hit: SearchHit, org: string): { detail: (string | null)[]; href: string } {
  switch (hit.kind) {
    case 'artist':
      return {
        detail: [hit.isArchived ? words.archived : null, hit.headline ?? artistWords.kindOne[hit.artistKind]],
        href: paths.artist(org, hit.id),
      }
    case 'booking': {
      const { from, to } = wallSpan(hit, hit.timeZone)
      return {
        detail: [bookingWords.statuses[hit.status], spanText(from, to), hit.artistName],
        href: paths.bookings(org, `?at=${dayOfWall(from)}&open=booking:${hit.id}`),
      }
    }
    case 'client': {
      const query = new URLSearchParams({ q: hit.title, ...(hit.isArchived ? { archived: 'all' } : {}) })
      return {
        detail: [hit.isArchived ? words.archived : null, hit.industry],
        href: paths.clients(org, `?${query}`),
      }
    }
    case 'project':
      return {
        detail: [hit.isArchived ? words.archived : projectWords.statuses[hit.status]],
        href: paths.project(org, hit.id),
      }
    case 'task':
      return {
        detail: [
          hit.isArchived ? words.archived : hit.isDone ? words.done : null,
          whenText(taskSpan(hit, hit.timeZone)),
          hit.projectName,
        ],
        href: paths.project(org, hit.projectId, `?open=task:${hit.id}`),
      }
    case 'job':
      return {
        detail: [
          hit.isClosed ? words.closed : null,
          spanText(wallOfDay(hit.days.from), wallOfDay(hit.days.to) + DAY_MIN),
          hit.place,
        ],
        href: paths.job(org, hit.id),
      }
    case 'listing':
      return {
        detail: [
          hit.workspaceName,
          spanText(wallOfDay(hit.days.from), wallOfDay(hit.days.to) + DAY_MIN),
          hit.place,
        ],
        href: paths.job(org, hit.id),
      }
    case 'dashboard':
      return { detail: [words.dashboards[hit.dashboardKind]], href: paths.dashboard(org) }
  }
}
