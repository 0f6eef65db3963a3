import type { ConnectionView, ConnectorView, RunView, StreamView } from '../../../contracts/connections.ts'
import type { Format } from '../../lib/format.ts'
import type { Tone } from '../../ui/Pill.tsx'
import type { Health } from './health.ts'
import type { SyncState } from './progress.ts'
import { words } from './words.ts'

/** A whole number as it is written here. */
export const countIn = (format: Format, count: number): string => format.count(String(count))

/** A moment: the time alone while it is of today, else day and time. */
export function momentIn(format: Format, iso: string, nowMs: number): string {
  const isToday = format.today(Date.parse(iso)) === format.today(nowMs)
  return isToday ? format.clock(iso) : format.dateTime(iso)
}

/** The word of a health: `Late 6 h`, `Waiting`, `Paused`. */
export function healthWord(health: Health, format: Format): string {
  switch (health.kind) {
    case 'late':
      if (health.lateMs === null) return health.failure ? words.health.trying : words.health.names.late
      return words.health.lateBy(format.duration(String(coarse(health.lateMs))))
    case 'syncing':
      return health.waitsUntil === null ? words.health.names.syncing : words.health.waiting
    case 'off':
      return words.health.off[health.why]
    default:
      return words.health.names[health.kind]
  }
}

/** Milliseconds as seconds of one unit: minutes below an hour, hours below a day, else days. */
function coarse(ms: number): number {
  const [minute, hour, day] = [60, 3_600, 86_400]
  const seconds = ms / 1_000
  const unit = seconds < hour ? minute : seconds < day ? hour : day
  return Math.max(unit, Math.floor(seconds / unit) * unit)
}

/**
 * The account, or what kind of source it is where there are none, and whose numbers it brings where the workspace has
 * several clients.
 */
export function secondLine(
  view: ConnectionView,
  connector: ConnectorView | undefined,
  hasClients: boolean,
): string {
  const kind = connector ? words.catalogue.names[connector.category] : view.provider
  const account = view.account?.name ?? (view.status === 'pending' ? words.row.noAccount : kind)
  return hasClients ? `${account} · ${words.row.forClient(view.clientName)}` : account
}

/** The label of a stream of a connection; its own name where it is not known. */
export function streamLabel(streams: readonly StreamView[], stream: string): string {
  return streams.find((one) => one.stream === stream)?.label ?? stream
}

/** `Invoices, 62% · 4,100 records so far · about 2 min left`. The end is named only where the source tells it. */
export function syncWords(
  state: SyncState,
  share: number | null,
  leftSeconds: number | null,
  streams: readonly StreamView[],
  format: Format,
): string {
  const names = words.sync.streams(state.streams.map((stream) => streamLabel(streams, stream)))
  const percent = share === null ? null : words.sync.percent(Math.floor(share * 100))
  const how =
    state.read === 0 && state.pagesDone === 0
      ? words.sync.starting
      : words.sync.read(countIn(format, state.read), state.read)
  return [
    percent === null ? names : `${names}, ${percent}`,
    how,
    percent === null && state.pagesDone > 0 ? words.sync.page(countIn(format, state.pagesDone)) : '',
    leftSeconds === null ? '' : words.sync.left(format.duration(String(leftSeconds))),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** `12 new · 3 changed`, or that nothing was new. */
export function changesOf(run: RunView, format: Format): string {
  const parts = [
    run.counts.new > 0 ? words.run.someNew(countIn(format, run.counts.new)) : '',
    run.counts.changed > 0 ? words.run.someChanged(countIn(format, run.counts.changed)) : '',
    run.counts.deleted > 0 ? words.run.someDeleted(countIn(format, run.counts.deleted)) : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : words.run.nothingNew
}

/** Tone and word of a run; `done` with records set aside is done in part. */
export function outcomeOf(run: RunView): { tone: Tone; word: string } {
  switch (run.status) {
    case 'running':
    case 'parked':
      return { tone: 'note', word: words.run.status[run.status] }
    case 'failed':
      return { tone: 'bad', word: words.run.status.failed }
    case 'cancelled':
      return { tone: 'plain', word: words.run.status.cancelled }
    case 'done':
      return run.counts.rejected > 0
        ? { tone: 'late', word: words.run.inPart }
        : { tone: 'good', word: words.run.status.done }
  }
}

/** How often a stream is read, in words. */
export function timetableWords(stream: StreamView, format: Format): string {
  if (!stream.isEnabled) return words.schedule.now.off
  if (stream.everySeconds !== null)
    return words.schedule.now.every(format.duration(String(stream.everySeconds)))
  return words.schedule.now.daily(stream.dailyAt === null ? '–' : format.timeOfDay(stream.dailyAt))
}

/** The provider's name; its id where the catalogue does not have it. */
export function providerName(connectors: readonly ConnectorView[] | undefined, provider: string): string {
  return connectors?.find((one) => one.provider === provider)?.name ?? provider
}

/** What an account is called at the provider, in plain words. */
export function accountNoun(connector: ConnectorView | undefined): string {
  return connector?.accountNoun ?? words.setup.noun
}

/** How long a run took so far or in all. */
export function durationOf(run: RunView, format: Format, nowMs: number): string {
  const end = run.finishedAt === null ? nowMs : Date.parse(run.finishedAt)
  const seconds = (end - Date.parse(run.startedAt)) / 1_000
  return seconds < 1 ? words.run.underASecond : format.duration(String(Math.round(seconds)))
}
