import type { ClientScope } from '../../contracts/client-scope.ts'
import type { LiveFrame } from '../../contracts/live.ts'
import { CLIENT_DIM, PERIOD_MONTH, TOTAL_DIM } from '../../contracts/rollups.ts'

/** What sockets are told: a frame for members of all clients, and what is left of it for those who are limited to some. */
export interface Told {
  frame: LiveFrame
  /** Worked out only where such a socket is open. */
  limited: (clients: readonly string[]) => LiveFrame[]
}

type EventLine = Extract<LiveFrame, { t: 'events' }>['events'][number]
type Rollup = Extract<LiveFrame, { t: 'rollup' }>

/** Nothing in it is about a client. */
export const toEverybody = (frame: LiveFrame): Told => ({ frame, limited: () => [frame] })

/** Only for those who reach all the clients it is about; null: that cannot be said, so for members of all clients. */
export function aboutClients(frame: LiveFrame, clientIds: readonly string[] | null): Told {
  return {
    frame,
    limited: (clients) =>
      clientIds !== null && clientIds.length > 0 && clientIds.every((id) => clients.includes(id))
        ? [frame]
        : [],
  }
}

/** Events: a limited member is told of what they may read, and of the clients they reach. `clientsOf` names who may hear of a subject. */
export function toldEvents(
  events: readonly EventLine[],
  clientsOf: (subject: string) => readonly string[],
): Told {
  return {
    frame: { t: 'events', events: [...events] },
    limited: (clients) => {
      const seen = events.filter(({ subject }) => isSeen(subject, clients, clientsOf))
      return seen.length === 0 ? [] : [{ t: 'events', events: seen }]
    },
  }
}

/** Nouns of records that belong to the workspace and that everybody reads who may read their kind. */
const SHARED = ['dashboard', 'metric', 'workspace']

function isSeen(
  subject: string,
  clients: readonly string[],
  clientsOf: (subject: string) => readonly string[],
): boolean {
  const [noun = '', id = ''] = subject.split(':')
  if (SHARED.includes(noun)) return true
  const hearers = noun === 'client' ? [id] : clientsOf(subject)
  return hearers.some((client) => clients.includes(client))
}

/**
 * Numbers that moved. Of several clients each is told apart where the change itself says so (`delta`); what cannot be told apart
 * reaches a limited member as "ask again", which names neither metric nor day.
 */
export function toldRollup(
  frame: Rollup,
  era: number,
  clientIds: readonly string[] | null,
  parts: () => ReadonlyMap<string, Rollup['metrics']> | null,
): Told {
  const again: LiveFrame = { t: 'reset', era, seq: frame.seq }
  return {
    frame,
    limited: (clients) => {
      if (clientIds !== null) {
        const reached = clientIds.filter((id) => clients.includes(id))
        if (reached.length === 0) return []
        if (reached.length === clientIds.length) return [frame]
      }
      const byClient = parts()
      if (byClient === null) return [again]
      return [...byClient].flatMap(([id, metrics]): LiveFrame[] =>
        clients.includes(id) ? [{ t: 'rollup', seq: frame.seq, metrics }] : [],
      )
    },
  }
}

const DAYS_OF_LONGEST_MONTH = 31

/**
 * Which metrics moved on which days, by client, from the buckets a change moved: arrays of
 * `[metric, dim, period, day, value, units, rows]`. Null when it does not say it of every metric.
 */
export function clientParts(
  delta: string,
  keyOf: (metricNo: number) => string | null,
  dayOf: (dayNumber: number) => string,
): Map<string, Rollup['metrics']> | null {
  // Only our own statements write it, in this form.
  const buckets = JSON.parse(delta) as [number, number, number, number, string][]
  const spans = new Map<string, Map<number, { from: number; to: number }>>()
  const [all, told] = [new Set<number>(), new Set<number>()]
  for (const [metric, dim, period, day, value] of buckets) {
    if (dim === TOTAL_DIM) all.add(metric)
    if (dim !== CLIENT_DIM) continue
    told.add(metric)
    const last = period === PERIOD_MONTH ? day + DAYS_OF_LONGEST_MONTH - 1 : day
    const own = spans.get(value) ?? new Map()
    const span = own.get(metric) ?? { from: day, to: last }
    own.set(metric, { from: Math.min(span.from, day), to: Math.max(span.to, last) })
    spans.set(value, own)
  }
  if ([...all].some((metric) => !told.has(metric))) return null
  return new Map(
    [...spans].map(([client, own]) => [
      client,
      [...own].flatMap(([metric, { from, to }]) => {
        const key = keyOf(metric)
        return key === null ? [] : [{ key, from: dayOf(from), to: dayOf(to) }]
      }),
    ]),
  )
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** A task that is open on the page of its project. */
const OPEN_TASK = /task(?::|%3A)[0-9a-f-]{36}/

/**
 * Who looks at what. A page whose address names something that need not be theirs is left out for a limited member; whose projects are
 * is known by `clientOfProject`.
 */
export function toldPresence(
  people: Extract<LiveFrame, { t: 'presence' }>['people'],
  clientOfProject: (id: string) => string | null,
): Told {
  const isReached = (page: string, clients: readonly string[]): boolean => {
    const reaches = (id: string) => clients.includes(id) || clients.includes(clientOfProject(id) ?? '')
    const [path = ''] = page.split('?')
    // A task is reached where its project is.
    const isOfProject = /\/projects\/[0-9a-f-]{36}$/.test(path)
    return ((isOfProject ? page.replace(OPEN_TASK, '') : page).match(ID) ?? []).every(reaches)
  }
  return {
    frame: { t: 'presence', people },
    limited: (clients) => [
      {
        t: 'presence',
        people: people.map((one) => ({
          ...one,
          page: isReached(one.page, clients) ? one.page : '',
        })),
      },
    ],
  }
}

/** What of it a socket is told. */
export function framesFor(clients: ClientScope, told: readonly Told[]): LiveFrame[] {
  return clients === 'all' ? told.map(({ frame }) => frame) : told.flatMap(({ limited }) => limited(clients))
}
