import type { AuditKind } from '../../contracts/audit.ts'
import type { AccessKind } from '../../contracts/audit-kinds.ts'
import type { OrreryEvent } from '../events/registry.ts'
import { peopleWords } from './describe-people.ts'
import type { DataOf, Description, NameOf, TypeName } from './description.ts'

const some = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
const quoted = (name: string | undefined) => (name === undefined ? 'what was erased' : `“${name}”`)
/** An artist by the name it has now. */
const artistOf = (id: string, nameOf: NameOf) => {
  const name = nameOf(`artist:${id}`)
  return name === null ? 'somebody who was erased' : quoted(name)
}
const rows = (count: number) => some(count, 'row')
const copyName = (kind: 'daily' | 'export') => (kind === 'export' ? 'an export' : 'the daily backup')

const portfolioChanges = {
  added: 'put',
  changed: 'changed',
  removed: 'removed',
  put_back: 'put back',
  thumbnail: 'gave a small picture to',
}

/** How a link of an artist to a profile ended; with the name of the workspace in the log of the profile's side. */
const linkEnds: Record<DataOf<'profile_link.ended'>['how'], (workspaceName: string | undefined) => string> = {
  declined: (name) =>
    name === undefined
      ? 'noted that a request to link an artist was declined'
      : `declined the request of ${quoted(name)} to link its artist`,
  withdrawn: (name) =>
    name === undefined
      ? 'took the request to link an artist back'
      : `noted that ${quoted(name)} took its request to link an artist back`,
  ended_by_owner: (name) =>
    name === undefined
      ? 'ended the link of an artist, because the owner of the profile ended it'
      : `ended the link of a profile to an artist of ${quoted(name)}`,
  ended_by_studio: (name) =>
    name === undefined
      ? 'ended the link of an artist to a profile'
      : `noted that ${quoted(name)} ended the link of its artist to a profile`,
  gone: () => 'ended the link of an artist, because the profile is gone',
}

/** Every kind of event in plain words. A new kind does not compile until it has some. */
const descriptions: { readonly [T in TypeName]: Description<T> } = {
  'workspace.provisioned': { kind: 'workspace', say: ({ name }) => `made the workspace ${quoted(name)}` },
  'workspace.restored': {
    kind: 'safety',
    say: ({ madeAt }) => `made the workspace of a copy from ${madeAt.slice(0, 10)}`,
  },
  'workspace.copied': {
    kind: 'safety',
    say: ({ madeAt }) => `had another workspace made of the copy from ${madeAt.slice(0, 10)}`,
  },
  'workspace.changed': {
    kind: 'workspace',
    say: ({ fields }) => `changed settings of the workspace: ${fields.join(', ')}`,
  },
  'workspace.deletion_asked': {
    kind: 'safety',
    say: ({ dueAt }) => `asked for the workspace to be deleted on ${dueAt.slice(0, 10)}`,
  },
  'workspace.deletion_undone': { kind: 'safety', say: () => 'kept the workspace after all' },
  'clients.added': {
    kind: 'clients',
    say: ({ clients }) => `added ${some(clients.length, 'client')} that a file named`,
  },
  'client.created': { kind: 'clients', say: ({ after }) => `added the client ${quoted(after.name)}` },
  'client.changed': { kind: 'clients', say: ({ after }) => `changed the client ${quoted(after.name)}` },
  'client.archived': { kind: 'clients', say: ({ after }) => `archived the client ${quoted(after.name)}` },
  'client.restored': {
    kind: 'clients',
    say: ({ after }) => `brought the client ${quoted(after.name)} back from the archive`,
  },
  'metric.defined': {
    kind: 'metrics',
    say: ({ key, before }) => `${before ? 'changed' : 'defined'} the metric ${quoted(key)}`,
  },
  'metric.removed': { kind: 'metrics', say: ({ key }) => `removed the metric ${quoted(key)}` },
  'dashboard.saved': { kind: 'dashboards', say: ({ name }) => `changed the dashboard ${quoted(name)}` },
  'import.created': { kind: 'imports', say: ({ name }) => `uploaded the file ${quoted(name)}` },
  'import.started': { kind: 'imports', say: ({ name }) => `started loading ${quoted(name)}` },
  'import.rows_loaded': {
    kind: 'imports',
    isStep: true,
    say: ({ rowsLoaded }) => `loaded a batch of ${rows(rowsLoaded)}`,
  },
  'import.finished': { kind: 'imports', say: ({ name }) => `finished loading ${quoted(name)}` },
  'import.failed': { kind: 'imports', say: ({ name, code }) => `could not load ${quoted(name)}: ${code}` },
  'records.stored': {
    kind: 'records',
    say: ({ counts, sourceSystem }) =>
      `stored records from ${sourceSystem}: ${counts.new} new, ${counts.changed} changed, ${counts.deleted} deleted`,
  },
  'records.removed': {
    kind: 'records',
    say: (data) => `removed ${some(data.rows, 'record')} from ${data.sourceSystem}`,
  },
  'connection.created': {
    kind: 'connections',
    say: ({ label, provider }) => `began to connect ${quoted(label)} (${provider})`,
  },
  'connection.authorised': {
    kind: 'connections',
    say: ({ provider, isAgain }) => `${isAgain ? 'renewed' : 'gave'} consent at ${provider}`,
  },
  'connection.confirmed': {
    kind: 'connections',
    say: ({ label }) => `confirmed that ${quoted(label)} may go on being read`,
  },
  'connection.account_chosen': {
    kind: 'connections',
    say: ({ accountName }) => `chose the account ${quoted(accountName)}`,
  },
  'connection.changed': {
    kind: 'connections',
    say: ({ fields, after }) =>
      after === undefined
        ? `changed a connection: ${fields.join(', ')}`
        : `changed the connection ${quoted(after.label)}`,
  },
  'connection.failed': {
    kind: 'connections',
    say: ({ label, code }) => `found that ${quoted(label)} needs attention: ${code}`,
  },
  'connection.recovered': { kind: 'connections', say: ({ label }) => `found ${quoted(label)} working again` },
  'connection.disconnected': {
    kind: 'connections',
    say: ({ label, erased }) =>
      erased === null
        ? `disconnected ${quoted(label)} and kept its rows`
        : `disconnected ${quoted(label)} and erased its rows`,
  },
  'sync.started': {
    kind: 'connections',
    isStep: true,
    say: (data) => `started to read ${some(data.runs.length, 'stream')}`,
  },
  'sync.page_stored': {
    kind: 'connections',
    isStep: true,
    say: ({ stream }) => `stored a page of ${stream}`,
  },
  'sync.finished': { kind: 'connections', isStep: true, say: ({ stream }) => `finished reading ${stream}` },
  'sync.failed': { kind: 'connections', say: ({ stream, code }) => `could not read ${stream}: ${code}` },
  'sync.cancelled': {
    kind: 'connections',
    say: ({ runIds }) => `cancelled ${some(runIds.length, 'sync run')}`,
  },
  'sample.opened': { kind: 'records', say: (data) => `opened the sample data, ${rows(data.rows)}` },
  'notifications.told': {
    kind: 'people',
    isStep: true,
    say: ({ told }) =>
      `told ${some(new Set(told.map(({ personId }) => personId)).size, 'person', 'people')} of it`,
  },
  'notifications.preferences_changed': { kind: 'people', say: () => 'chose how they hear of things' },
  'notifications.muted': {
    kind: 'people',
    say: ({ record, after }, nameOf) => {
      const name = nameOf(record)
      const of = name === null ? `a ${record.split(':')[0]}` : quoted(name)
      return after.isSilent ? `wants to hear nothing of ${of} any more` : `wants to hear of ${of} again`
    },
  },
  'artist.created': { kind: 'bookings', say: ({ after }) => `added the artist ${quoted(after.name)}` },
  'artist.changed': { kind: 'bookings', say: ({ after }) => `changed the artist ${quoted(after.name)}` },
  'artist.archived': { kind: 'bookings', say: ({ after }) => `archived the artist ${quoted(after.name)}` },
  'artist.restored': {
    kind: 'bookings',
    say: ({ after }) => `brought the artist ${quoted(after.name)} back from the archive`,
  },
  'artist.erased': { kind: 'bookings', say: () => 'erased what was personal about an artist' },
  'artist.portfolio_changed': {
    kind: 'bookings',
    say: ({ artistId, title, change }, nameOf) =>
      `${portfolioChanges[change]} ${quoted(title)} in the portfolio of ${artistOf(artistId, nameOf)}`,
  },
  'artist.hours_changed': {
    kind: 'bookings',
    say: ({ artistId, effectiveFrom }, nameOf) =>
      `changed the hours of ${artistOf(artistId, nameOf)} from ${effectiveFrom} on`,
  },
  'artist.time_off_added': {
    kind: 'bookings',
    say: ({ artistId, added }, nameOf) => `noted ${quoted(added.title)} for ${artistOf(artistId, nameOf)}`,
  },
  'artist.time_off_removed': {
    kind: 'bookings',
    say: ({ artistId, removed }, nameOf) =>
      `took ${quoted(removed.title)} of ${artistOf(artistId, nameOf)} away`,
  },
  'artist.feed_made': {
    kind: 'bookings',
    say: ({ artistId }, nameOf) => `made a new calendar address for ${artistOf(artistId, nameOf)}`,
  },
  'artist.feed_ended': {
    kind: 'bookings',
    say: ({ artistId }, nameOf) => `ended the calendar address of ${artistOf(artistId, nameOf)}`,
  },
  'artist.busy_calendar_set': {
    kind: 'bookings',
    say: ({ artistId, host }, nameOf) => `had ${artistOf(artistId, nameOf)} be busy by a calendar at ${host}`,
  },
  'artist.busy_calendar_removed': {
    kind: 'bookings',
    say: ({ artistId }, nameOf) => `forgot the calendar that ${artistOf(artistId, nameOf)} was busy by`,
  },
  'artist.busy_times_changed': {
    kind: 'bookings',
    say: ({ artistId, blocks }, nameOf) =>
      `read the calendar of ${artistOf(artistId, nameOf)}: ${blocks === 1 ? 'one busy stretch' : `${blocks} busy stretches`}`,
  },
  'artist.busy_calendar_failed': {
    kind: 'bookings',
    say: ({ artistId, code }, nameOf) =>
      `could not read the calendar of ${artistOf(artistId, nameOf)} (${code.replaceAll('_', ' ')})`,
  },
  'booking.created': {
    kind: 'bookings',
    say: ({ after }) => `made the booking ${quoted(after.title)} (${after.status})`,
  },
  'booking.changed': { kind: 'bookings', say: ({ after }) => `changed the booking ${quoted(after.title)}` },
  'booking.transitioned': {
    kind: 'bookings',
    say: ({ before, after }) =>
      `took the booking ${quoted(after.title)} from ${before.status} to ${after.status}`,
  },
  'booking.accepted': {
    kind: 'bookings',
    say: ({ after }) => `said yes to the booking ${quoted(after.title)}`,
  },
  'booking.challenged': {
    kind: 'bookings',
    say: ({ title, dueAt }) =>
      `asked that the booking ${quoted(title)} be decided by ${dueAt.slice(0, 16).replace('T', ' ')}`,
  },
  'booking.challenge_ended': {
    kind: 'bookings',
    say: ({ title, state }) => `ended the challenge of the booking ${quoted(title)}: ${state}`,
  },
  'booking.refused': {
    kind: 'bookings',
    say: ({ artistId }, nameOf) => `asked for a time of ${artistOf(artistId, nameOf)} that others have`,
  },
  'booking.extended': { kind: 'bookings', say: ({ after }) => `extended the hold ${quoted(after.title)}` },
  'booking.ranked': {
    kind: 'bookings',
    say: ({ after, why }) => `put the booking ${quoted(after.title)} before others in line: ${why}`,
  },
  'booking.expired': {
    kind: 'bookings',
    say: ({ after }) => `ended the hold ${quoted(after.title)}, which ran out`,
  },
  'booking_series.set': {
    kind: 'bookings',
    say: ({ title, firstDay }) => `has the booking ${quoted(title)} repeat from ${firstDay} on`,
  },
  'bookings.settings_changed': {
    kind: 'bookings',
    say: ({ after }) =>
      `changed how bookings work: ${['confirmed', ...after.blocking].join(', ')} keep their time free, a hold waits ${some(after.holdHours, 'hour')}`,
  },
  'bookings.promoted': {
    kind: 'bookings',
    say: ({ bookings }) => `moved ${some(bookings.length, 'booking')} up in line`,
  },
  'project.created': { kind: 'projects', say: ({ after }) => `made the project ${quoted(after.name)}` },
  'project.changed': { kind: 'projects', say: ({ after }) => `changed the project ${quoted(after.name)}` },
  'project.archived': { kind: 'projects', say: ({ after }) => `archived the project ${quoted(after.name)}` },
  'project.restored': {
    kind: 'projects',
    say: ({ after }) => `brought the project ${quoted(after.name)} back from the archive`,
  },
  'project.plan_moved': {
    kind: 'projects',
    say: ({ name, moves, undoes }) =>
      `${undoes === null ? 'moved' : 'moved back'} ${some(moves.length, 'task')} of the project ${quoted(name)}`,
  },
  'project.bookings_proposed': {
    kind: 'projects',
    say: ({ name, proposals }) =>
      `proposed new times for ${some(proposals.length, 'booking')} of the project ${quoted(name)}`,
  },
  'project.proposal_settled': {
    kind: 'projects',
    say: ({ title, status }) => `${status} the new time of the booking ${quoted(title)}`,
  },
  'project.baseline_taken': { kind: 'projects', say: ({ name }) => `kept the plan as ${quoted(name)}` },
  'project.baseline_removed': {
    kind: 'projects',
    say: ({ name }) => `removed the kept plan ${quoted(name)}`,
  },
  'calendar.changed': {
    kind: 'projects',
    say: ({ name }) => `changed the working hours of ${name === null ? 'the workspace' : quoted(name)}`,
  },
  'phase.created': { kind: 'projects', say: ({ after }) => `added the phase ${quoted(after.name)}` },
  'phase.changed': { kind: 'projects', say: ({ after }) => `changed the phase ${quoted(after.name)}` },
  'phase.removed': { kind: 'projects', say: ({ before }) => `removed the phase ${quoted(before.name)}` },
  'task.created': { kind: 'projects', say: ({ after }) => `added the ${after.kind} ${quoted(after.name)}` },
  'task.changed': { kind: 'projects', say: ({ after }) => `changed the ${after.kind} ${quoted(after.name)}` },
  'task.restored': {
    kind: 'projects',
    say: ({ after }) => `brought back the ${after.kind} ${quoted(after.name)}`,
  },
  'task.removed': {
    kind: 'projects',
    say: ({ before }) => `removed the ${before.kind} ${quoted(before.name)}`,
  },
  'dependency.added': {
    kind: 'projects',
    say: ({ fromName, toName }) => `made ${quoted(toName)} wait for ${quoted(fromName)}`,
  },
  'dependency.removed': {
    kind: 'projects',
    say: ({ fromName, toName }) => `let ${quoted(toName)} wait no longer for ${quoted(fromName)}`,
  },
  'job.posted': { kind: 'jobs', say: ({ after }) => `posted the job ${quoted(after.title)}` },
  'job.changed': { kind: 'jobs', say: ({ after }) => `changed the job ${quoted(after.title)}` },
  'job.closed': { kind: 'jobs', say: ({ after }) => `closed the job ${quoted(after.title)}` },
  'application.received': {
    kind: 'jobs',
    say: ({ jobTitle }) => `took an application for ${quoted(jobTitle)} in`,
  },
  'application.moved': {
    kind: 'jobs',
    say: ({ jobTitle, from, to }) => `took an application for ${quoted(jobTitle)} from ${from} to ${to}`,
  },
  'application.noted': {
    kind: 'jobs',
    say: ({ jobTitle }) => `wrote a note on an application for ${quoted(jobTitle)}`,
  },
  'profile.created': { kind: 'jobs', say: () => 'wrote a profile' },
  'profile.changed': {
    kind: 'jobs',
    say: ({ fields }) => `changed a profile: ${fields.length === 0 ? 'nothing' : fields.join(', ')}`,
  },
  'profile.removed': { kind: 'jobs', say: () => 'removed a profile' },
  'profile_link.asked': {
    kind: 'jobs',
    say: ({ workspaceName }) =>
      workspaceName === undefined
        ? 'asked whether an artist may be linked to a profile'
        : `took a request of ${quoted(workspaceName)} in to link its artist to a profile`,
  },
  'profile_link.accepted': {
    kind: 'jobs',
    say: ({ workspaceName }) =>
      workspaceName === undefined
        ? 'linked an artist to a profile, with the consent of its owner'
        : `let ${quoted(workspaceName)} link its artist to a profile`,
  },
  'profile_link.ended': { kind: 'jobs', say: ({ how, workspaceName }) => linkEnds[how](workspaceName) },
  'sample.removed': { kind: 'records', say: (data) => `removed the sample data, ${rows(data.rows)}` },
  'backup.started': {
    kind: 'safety',
    say: ({ kind }) =>
      kind === 'export' ? 'asked for an export of the workspace' : 'began the daily backup',
  },
  'backup.finished': {
    kind: 'safety',
    say: (data) => `finished ${copyName(data.kind)} with ${rows(data.rows)}`,
  },
  'backup.failed': {
    kind: 'safety',
    say: ({ kind, problem }) => `could not make ${copyName(kind)}: ${problem}`,
  },
  'backup.proved': {
    kind: 'safety',
    say: ({ isGood }) =>
      isGood
        ? 'restored a backup as a proof, and every row was there'
        : 'restored a backup as a proof, and rows differed',
  },
  'backup.expired': {
    kind: 'safety',
    say: ({ backupIds }) => `deleted ${some(backupIds.length, 'copy', 'copies')} past their time`,
  },
  'retention.forgotten': {
    kind: 'safety',
    isStep: true,
    say: (data) =>
      `took the figures of ${quoted(data.metric)} of ${data.month.slice(0, 7)} out of every total`,
  },
  'retention.archived': {
    kind: 'safety',
    isStep: true,
    say: (data) =>
      `archived ${rows(data.rows)} of ${data.metric === null ? 'profit and loss' : quoted(data.metric)} from ${data.month.slice(0, 7)}`,
  },
  'access.noted': { kind: 'access', say: ({ items }) => sayAccess(items) },
  ...peopleWords,
}

const accessWords: Record<AccessKind, string> = {
  opened: 'opened the workspace',
  rows: 'read rows of',
  export: 'took out',
  // The only secrets that can be looked at again. Whose it was stands in the entry, by the path that was asked for.
  secret: 'asked for the secret address of the calendar of an artist',
  refused: 'was refused',
  support: 'looked as support at',
}

/** The first things somebody looked at, in words, and how many more there were. */
function sayAccess(items: DataOf<'access.noted'>['items']): string {
  const said = items
    .slice(0, ACCESS_SAID_MAX)
    .map(
      ({ kind, what, times }) =>
        `${accessWords[kind]}${kind === 'secret' ? '' : ` ${what}`.trimEnd()}${times > 1 ? ` (${times} times)` : ''}`,
    )
  const more = items.length - said.length
  return `${said.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
const ACCESS_SAID_MAX = 3

const names = Object.keys(descriptions) as TypeName[]

/** Types of events that a filter lets through; null: all. */
export function typesOf(kind: AuditKind | undefined, withSteps: boolean): TypeName[] | null {
  if (kind === undefined && withSteps) return null
  return names.filter((name) => {
    const { kind: own, isStep = false } = descriptions[name]
    return (kind === undefined || own === kind) && (withSteps || !isStep)
  })
}

/** What a kind of event is about; one that this build does not know is about the workspace. */
export function kindOf(type: string): AuditKind {
  return Object.hasOwn(descriptions, type) ? descriptions[type as TypeName].kind : 'workspace'
}

/** What happened, in plain words. */
export function sayEvent(event: OrreryEvent, nameOf: NameOf): string {
  // The table pairs each name with its own data, which the compiler cannot follow through a union.
  const say = descriptions[event.type].say as (data: OrreryEvent['data'], nameOf: NameOf) => string
  return say(event.data, nameOf)
}
