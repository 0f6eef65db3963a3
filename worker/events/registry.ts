import { z } from 'zod'
import { type PersonalFields, SealedPersonal } from '../../contracts/personal.ts'
import { accessNoted } from '../access/events.ts'
import { applicationMoved, applicationNoted, applicationReceived } from '../applications/events.ts'
import {
  artistArchived,
  artistChanged,
  artistCreated,
  artistErased,
  artistPortfolioChanged,
  artistRestored,
} from '../artists/events.ts'
import {
  artistBusyCalendarFailed,
  artistBusyCalendarRemoved,
  artistBusyCalendarSet,
  artistBusyTimesChanged,
  artistHoursChanged,
  artistTimeOffAdded,
  artistTimeOffRemoved,
} from '../availability/events.ts'
import {
  backupFailed,
  backupFinished,
  backupProved,
  backupStarted,
  backupsExpired,
} from '../backups/events.ts'
import {
  artistFeedEnded,
  artistFeedMade,
  bookingAccepted,
  bookingChallenged,
  bookingChallengeEnded,
  bookingChanged,
  bookingCreated,
  bookingExpired,
  bookingExtended,
  bookingRanked,
  bookingRefused,
  bookingSeriesSet,
  bookingSettingsChanged,
  bookingsPromoted,
  bookingTransitioned,
} from '../bookings/events.ts'
import {
  clientArchived,
  clientChanged,
  clientCreated,
  clientRestored,
  clientsAdded,
} from '../clients/events.ts'
import {
  connectionAccountChosen,
  connectionAuthorised,
  connectionChanged,
  connectionConfirmed,
  connectionCreated,
  connectionDisconnected,
  connectionFailed,
  connectionRecovered,
  syncCancelled,
  syncFailed,
  syncFinished,
  syncPageStored,
  syncStarted,
} from '../connections/events.ts'
import { dashboardSaved } from '../dashboards/events.ts'
import {
  importCreated,
  importFailed,
  importFinished,
  importRowsLoaded,
  importStarted,
} from '../imports/events.ts'
import { jobChanged, jobClosed, jobPosted } from '../jobs/events.ts'
import { metricDefined, metricRemoved } from '../metrics/events.ts'
import {
  notificationPreferencesChanged,
  notificationsMuted,
  notificationsTold,
} from '../notifications/events.ts'
import { profileChanged, profileCreated, profileRemoved } from '../profiles/events.ts'
import {
  baselineRemoved,
  baselineTaken,
  bookingsProposed,
  calendarChanged,
  dependencyAdded,
  dependencyRemoved,
  phaseChanged,
  phaseCreated,
  phaseRemoved,
  planMoved,
  projectArchived,
  projectChanged,
  projectCreated,
  projectRestored,
  proposalSettled,
  taskChanged,
  taskCreated,
  taskRemoved,
  taskRestored,
} from '../projects/events.ts'
import { recordsRemoved, recordsStored } from '../records/events.ts'
import { monthForgotten, rowsArchived } from '../retention/events.ts'
import { sampleOpened, sampleRemoved } from '../sample/events.ts'
import {
  accountChanged,
  accountErased,
  callRefused,
  invitationDeclined,
  invitationResent,
  invitationSent,
  invitationWithdrawn,
  keyCreated,
  keyEnded,
  keyRolled,
  memberClientsChanged,
  memberJoined,
  memberLeft,
  memberRemoved,
  memberRoleChanged,
  ownershipAccepted,
  ownershipEnded,
  ownershipOffered,
  profileLinkAccepted,
  profileLinkAsked,
  profileLinkEnded,
  roleChanged,
  roleCreated,
  roleDeleted,
  signInNoted,
  ssoDomainChanged,
  ssoRemoved,
  ssoRequired,
  ssoSaved,
  supportEnded,
  supportGranted,
  supportRead,
} from '../workspaces/events.ts'
import { EventBody, type NewEvent, type StoredEvent, type TouchedMetrics } from './define.ts'
import { putWords, type WordPlace } from './words.ts'
import {
  deletionAsked,
  deletionUndone,
  workspaceChanged,
  workspaceCopied,
  workspaceProvisioned,
  workspaceRestored,
} from './workspace.ts'

/** Every kind of event there is. Append, projections, effects and replay read this one list. */
export const eventTypes = [
  workspaceProvisioned,
  workspaceRestored,
  workspaceChanged,
  notificationsTold,
  notificationPreferencesChanged,
  notificationsMuted,
  workspaceCopied,
  deletionAsked,
  deletionUndone,
  clientsAdded,
  clientCreated,
  clientChanged,
  clientArchived,
  clientRestored,
  metricDefined,
  metricRemoved,
  dashboardSaved,
  importCreated,
  importStarted,
  importRowsLoaded,
  importFinished,
  importFailed,
  recordsStored,
  recordsRemoved,
  connectionCreated,
  connectionAuthorised,
  connectionConfirmed,
  connectionAccountChosen,
  connectionChanged,
  connectionFailed,
  connectionRecovered,
  connectionDisconnected,
  syncStarted,
  syncPageStored,
  syncFinished,
  syncFailed,
  syncCancelled,
  sampleOpened,
  sampleRemoved,
  rowsArchived,
  monthForgotten,
  accessNoted,
  backupStarted,
  backupFinished,
  backupFailed,
  backupProved,
  backupsExpired,
  artistCreated,
  artistChanged,
  artistArchived,
  artistRestored,
  artistErased,
  artistPortfolioChanged,
  artistHoursChanged,
  artistTimeOffAdded,
  artistTimeOffRemoved,
  artistBusyCalendarSet,
  artistBusyCalendarRemoved,
  artistBusyTimesChanged,
  artistBusyCalendarFailed,
  bookingCreated,
  bookingChanged,
  bookingTransitioned,
  artistFeedMade,
  artistFeedEnded,
  bookingAccepted,
  bookingChallenged,
  bookingChallengeEnded,
  bookingExtended,
  bookingRanked,
  bookingRefused,
  bookingSettingsChanged,
  bookingExpired,
  bookingSeriesSet,
  bookingsPromoted,
  projectCreated,
  projectChanged,
  projectArchived,
  projectRestored,
  phaseCreated,
  phaseChanged,
  phaseRemoved,
  taskCreated,
  taskChanged,
  taskRemoved,
  taskRestored,
  dependencyAdded,
  dependencyRemoved,
  planMoved,
  jobPosted,
  jobChanged,
  jobClosed,
  applicationReceived,
  applicationMoved,
  applicationNoted,
  profileCreated,
  profileChanged,
  profileRemoved,
  bookingsProposed,
  proposalSettled,
  baselineTaken,
  baselineRemoved,
  calendarChanged,
  invitationSent,
  invitationResent,
  invitationWithdrawn,
  invitationDeclined,
  memberJoined,
  memberClientsChanged,
  memberRoleChanged,
  memberRemoved,
  memberLeft,
  ownershipOffered,
  profileLinkAccepted,
  profileLinkAsked,
  profileLinkEnded,
  ownershipAccepted,
  ownershipEnded,
  roleCreated,
  roleChanged,
  roleDeleted,
  keyCreated,
  keyRolled,
  keyEnded,
  accountChanged,
  accountErased,
  signInNoted,
  callRefused,
  supportGranted,
  supportEnded,
  supportRead,
  ssoSaved,
  ssoRemoved,
  ssoRequired,
  ssoDomainChanged,
] as const

export type OrreryEvent = StoredEvent<(typeof eventTypes)[number]>

const byName = new Map<string, (typeof eventTypes)[number]>(eventTypes.map((type) => [type.name, type]))

/** An event of a named type, its data checked by that type. Throws on a type that is not known, and on data of another shape. */
export function eventOf(name: string, subject: string, data: unknown): NewEvent {
  const type = byName.get(name)
  if (type === undefined) throw new Error(`there is no event type ${name}`)
  return { type: name, subject, data: type.data.parse(data) }
}

/** Where events of a type have words about an artist. */
export const wordPlacesOf = (name: string): readonly WordPlace[] => byName.get(name)?.words ?? []

/** A row of the log as read from Postgres. `body` is null once it was erased. */
export interface EventRow {
  seq: number
  at: string
  type: string
  actor: string
  subject: string
  body: string | null
  /** Set where the body lies in a file that cannot be read just now. */
  isAway?: true
}

/** A stored event, parsed by its type; null when its body was erased. Throws on an unknown type or a corrupt body. */
export function readEvent(row: EventRow): OrreryEvent | null {
  if (row.body === null) return null
  const type = byName.get(row.type)
  if (type === undefined) throw new Error(`event ${row.seq} has the unknown type ${row.type}`)
  const body = EventBody.parse(JSON.parse(row.body))
  const data = type.data.parse(body.data)
  // The registry pairs each name with its shape, which the parse has just checked.
  return {
    seq: row.seq,
    at: row.at,
    type: type.name,
    actor: row.actor,
    subject: row.subject,
    data,
  } as OrreryEvent
}

/** An event as it is read under the number it has got. */
export type NumberedEvent = (seq: number) => OrreryEvent

/**
 * An event that is about to be appended, as everybody reads it who finds it in the log. Called before COMMIT: what cannot be read must
 * not be in the log, and sockets are told the sooner after it.
 */
export function readNew(event: NewEvent, by: string, at: Date): NumberedEvent {
  const { type, subject, data, actor = by } = event
  const body = JSON.stringify({ type, actor, subject, data })
  const read = readEvent({ seq: 0, at: at.toISOString(), type, actor, subject, body })
  if (read === null) throw new Error('an event without a body')
  return (seq) => ({ ...read, seq })
}

const WithPersonal = z.object({ data: z.object({ personal: SealedPersonal }) })

/** What an event says about a person, sealed; null when it says nothing, or was erased. */
export function personalOf({ body }: Pick<EventRow, 'body'>): SealedPersonal | null {
  if (body === null) return null
  const found = WithPersonal.safeParse(JSON.parse(body))
  return found.success ? found.data.data.personal : null
}

const PlainPersonal = z.object({ personal: z.record(z.string(), z.string()) })

/** What the data of an event says about a person in the open; null when it says nothing. */
export function plainPersonalOf(data: unknown): PersonalFields | null {
  const found = PlainPersonal.safeParse(data)
  return found.success && Object.keys(found.data.personal).length > 0 ? found.data.personal : null
}

/** The same event with what it says about a person in the open: in its place where that is named, and else by itself. */
export function withPersonal(row: EventRow, fields: PersonalFields): EventRow {
  const body = EventBody.parse(JSON.parse(row.body ?? ''))
  const { personal: _sealed, ...rest } = Object(body.data)
  const all = Object.entries(fields)
  const placed = Object.fromEntries(all.filter(([name]) => name.startsWith('/')))
  const personal = Object.fromEntries(all.filter(([name]) => !name.startsWith('/')))
  const data = putWords(Object.keys(personal).length > 0 ? { ...rest, personal } : rest, placed)
  return { ...row, body: JSON.stringify({ ...body, data }) }
}

/** Clients whose rows an event is about, as far as it says so; null: they can be any. */
export function clientIdsOf({ data }: OrreryEvent): readonly string[] | null {
  if ('clientIds' in data) return data.clientIds ?? null
  return 'clientId' in data ? [data.clientId] : null
}

/** Metrics and days whose numbers an event moved. */
export function touchedOf(event: OrreryEvent): TouchedMetrics {
  return 'touched' in event.data ? (event.data.touched ?? []) : []
}
