import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ArtistProfileView } from '../../contracts/artist-profiles.ts'
import type { ArtistView } from '../../contracts/artists.ts'
import type { AuditEntry } from '../../contracts/audit.ts'
import type { JobApplicationView } from '../../contracts/job-applications.ts'
import { PROFILE_LINK_AGAIN_DAYS } from '../../contracts/limits.ts'
import type { NotificationView } from '../../contracts/notifications.ts'
import type { OwnProfileLinkView, ProfileLinkView } from '../../contracts/profile-links.ts'
import { type Answered, bindings, Home, holdQueue, TIMER_WAIT } from '../edge/testing/home.ts'
import { confirmed, joinedBy, PASSWORD } from '../edge/testing/site.ts'
import { finishWipe, outboxInsert } from '../workspaces/outbox.repository.ts'
import { sweepOutbox } from '../workspaces/outbox.ts'

let studio: Home
let queue: ReturnType<typeof holdQueue>
beforeAll(async () => {
  queue = holdQueue()
  studio = await Home.openForgetful()
})
afterAll(async () => {
  queue.release()
  await studio.close()
})

const codeOf = (answer: Answered<unknown>) => [answer.status, answer.error?.code]
const anArtist = async (home = studio, over: object = {}) =>
  (await home.call<ArtistView>('POST', '/api/v1/artists', { name: 'Ada K.', ...over })).data
/** Somebody with a workspace of their own and a profile there. */
async function freelancer(visibility: 'public' | 'private' = 'public', headline = 'Front of house') {
  const home = await Home.open(studio.site, true)
  const said = { name: 'Ines Duarte', headline, skills: [{ name: 'Sound', level: 4 }], visibility }
  const made = await home.call<ArtistProfileView>('POST', '/api/v1/artist-profiles', said)
  if (made.status !== 201) throw new Error(JSON.stringify(made))
  return { home, profile: made.data }
}
const ask = (body: object, home = studio) => home.call<ProfileLinkView>('POST', '/api/v1/profile-links', body)
const linkOf = async (artistId: string, home = studio) =>
  (await home.get<ProfileLinkView[]>(`/api/v1/profile-links?artistId=${artistId}`)).data[0]
const own = async (home: Home) => (await home.get<OwnProfileLinkView[]>('/api/v1/my-profile-links')).data
const accept = (home: Home, id: string) =>
  home.call<OwnProfileLinkView>('POST', `/api/v1/my-profile-links/${id}/accept`)
const endOwn = (home: Home, id: string) =>
  home.call<OwnProfileLinkView>('DELETE', `/api/v1/my-profile-links/${id}`)
const endStudio = (id: string, home = studio) =>
  home.call<ProfileLinkView>('DELETE', `/api/v1/profile-links/${id}`)
const change = (home: Home, { id, version }: ArtistProfileView, said: object) =>
  home.call<ArtistProfileView>('PATCH', `/api/v1/artist-profiles/${id}`, said, {
    'if-match': String(version),
  })
const told = async (home: Home, subject: string) =>
  (await home.get<NotificationView[]>('/api/v1/notifications?limit=100')).data
    .filter((one) => one.subject === subject)
    .map(({ title }) => title)
const logOf = async (home: Home, subject: string) =>
  (await home.get<AuditEntry[]>('/api/v1/audit?limit=100')).data.filter(
    (entry) => entry.record === subject && entry.type.startsWith('profile_link.'),
  )
/** An artist of the studio and somebody's profile, linked. */
async function linked() {
  const artist = await anArtist()
  const { home, profile } = await freelancer()
  const { data } = await ask({ artistId: artist.id, profileId: profile.id })
  await accept(home, data.id)
  return { artist, home, profile, id: data.id }
}

describe('a link of an artist to a profile', () => {
  it('[JB27] shows nothing before the person says yes, and then the card', async () => {
    const artist = await anArtist()
    const { home, profile } = await freelancer()
    expect([await linkOf(artist.id), await own(home)]).toEqual([undefined, []])
    const asked = await ask({ artistId: artist.id, profileId: profile.id })
    expect([asked.status, asked.data.state, asked.data.card]).toEqual([201, 'asked', null])
    expect(await linkOf(artist.id)).toMatchObject({ id: asked.data.id, state: 'asked', card: null })
    expect(await told(home, `profile:${profile.id}`)).toEqual(['Test asks to link your profile'])
    const [waiting] = await own(home)
    expect(waiting).toMatchObject({ workspaceName: 'Test', state: 'asked', answeredAt: null })
    expect(waiting).not.toHaveProperty('artistId')
    const accepted = await accept(home, asked.data.id)
    expect([accepted.status, accepted.data.state]).toEqual([200, 'linked'])
    expect((await accept(home, asked.data.id)).data.state).toBe('linked')
    const link = await linkOf(artist.id)
    expect(link).toMatchObject({ state: 'linked', card: { name: 'Ines Duarte', isOwn: false } })
    expect(link?.card).not.toHaveProperty('busy')
    expect(await told(studio, `artist:${artist.id}`)).toEqual(['Linked: Ada K.'])
  })

  it('[JB28] shows later changes, hides what is taken off the board, and leaves the artist’s own fields alone', async () => {
    const { artist, home, profile } = await linked()
    const changed = await change(home, profile, { headline: 'Head of sound', skills: [] })
    expect((await linkOf(artist.id))?.card).toMatchObject({ headline: 'Head of sound', skills: [] })
    await change(home, changed.data, { visibility: 'private' })
    expect(await linkOf(artist.id)).toMatchObject({ state: 'linked', card: null })
    const now = await studio.get<ArtistView>(`/api/v1/artists/${artist.id}`)
    expect(now.data).toEqual(artist)
  })

  it('[JB27] [JB30] is asked for the profile of whom the workspace hired, shown to others or not', async () => {
    const { home, profile } = await freelancer('private')
    const job = await studio.call<{ id: string }>('POST', '/api/v1/jobs', {
      title: 'Rigger',
      days: { from: '2031-05-05', to: '2031-05-09' },
      deadline: { day: '2031-04-01', timeZone: 'UTC' },
    })
    const sent = await home.call<{ id: string }>('POST', `/api/v1/jobs/${job.data.id}/applications`, {})
    const applicationId = sent.data.id
    const stranger = await anArtist()
    expect(codeOf(await ask({ artistId: stranger.id, applicationId }))).toEqual([409, 'not_hired'])
    let version = 1
    let application: JobApplicationView | null = null
    for (const to of ['shortlist', 'interview', 'offer', 'hired']) {
      const path = `/api/v1/job-applications/${applicationId}/transitions`
      application = (await studio.call<JobApplicationView>('POST', path, { to, version })).data
      version = application.version
    }
    const artistId = application?.artistId ?? ''
    expect(codeOf(await ask({ artistId: stranger.id, applicationId }))).toEqual([409, 'not_hired'])
    expect(codeOf(await ask({ artistId, profileId: profile.id }))).toEqual([404, 'not_found'])
    const asked = await ask({ artistId, applicationId })
    expect([asked.status, asked.data.profileId]).toEqual([201, profile.id])
    await accept(home, asked.data.id)
    expect(await linkOf(artistId)).toMatchObject({ state: 'linked', card: null })
  })

  it('[JB29] is declined by whom it is asked of, who is left alone for 30 days then', async () => {
    const artist = await anArtist()
    const { home, profile } = await freelancer()
    const body = { artistId: artist.id, profileId: profile.id }
    const { id } = (await ask(body)).data
    const declined = await endOwn(home, id)
    expect([declined.status, declined.data.state]).toEqual([200, 'declined'])
    expect([await own(home), (await linkOf(artist.id))?.state]).toEqual([[], 'declined'])
    expect(await told(studio, `artist:${artist.id}`)).toEqual(['Declined: Ada K.'])
    expect(codeOf(await accept(home, id))).toEqual([409, 'link_settled'])
    expect(codeOf(await endStudio(id))).toEqual([409, 'link_settled'])
    const again = await ask(body)
    expect(codeOf(again)).toEqual([409, 'link_refused_lately'])
    const { clock } = studio.site
    const { now } = clock
    const until = Date.parse(String(again.error.details?.until))
    expect(until - Date.parse(declined.data.answeredAt ?? '')).toBe(PROFILE_LINK_AGAIN_DAYS * 86_400_000)
    clock.now = new Date(until)
    const later = await ask(body)
    clock.now = now
    expect(codeOf(later)).toEqual([201, undefined])
  })

  it('[JB29] is ended by either side, at once', async () => {
    const one = await linked()
    expect((await endOwn(one.home, one.id)).data.state).toBe('ended')
    expect(await linkOf(one.artist.id)).toMatchObject({ state: 'ended', card: null })
    expect(await told(studio, `artist:${one.artist.id}`)).toContain('Link ended: Ada K.')
    const two = await linked()
    expect((await endStudio(two.id)).data).toMatchObject({ state: 'ended', card: null })
    expect([await linkOf(two.artist.id), await own(two.home)]).toMatchObject([{ card: null }, []])
    expect(await told(two.home, `profile:${two.profile.id}`)).toContain('Test ended the link to your profile')
    // Whoever ended it itself may ask again.
    const again = await ask({ artistId: two.artist.id, profileId: two.profile.id })
    expect(codeOf(again)).toEqual([201, undefined])
    expect((await endStudio(again.data.id)).data.state).toBe('withdrawn')
    expect(await own(two.home)).toEqual([])
  })

  it('[SN61] ends when the studio erases the artist, who is linked to nobody again', async () => {
    const { artist, home, profile } = await linked()
    const path = `/api/v1/artists/${artist.id}/erase`
    const { version } = (await studio.get<ArtistView>(`/api/v1/artists/${artist.id}`)).data
    const match = { 'if-match': String(version) }
    const erased = await studio.call<ArtistView>('POST', path, { name: 'Ada K.' }, match)
    expect(erased.data.name).toBe('Erased artist')
    await vi.waitFor(async () => expect((await linkOf(artist.id))?.state).toBe('ended'), TIMER_WAIT)
    expect(await own(home)).toEqual([])
    expect(codeOf(await ask({ artistId: artist.id, profileId: profile.id }))).toEqual([404, 'not_found'])
    expect((await told(studio, `artist:${artist.id}`)).join()).not.toContain('Ada')
  })

  it('[JB30] stands once for an artist and a profile, and is there for nobody else', async () => {
    const { artist, home, profile, id } = await linked()
    const body = { artistId: artist.id, profileId: profile.id }
    expect([(await ask(body)).data.id, (await own(home)).length]).toEqual([id, 1])
    const [other, room] = [await anArtist(), await anArtist(studio, { name: 'Hall', kind: 'room' })]
    const { home: stranger, profile: theirs } = await freelancer()
    expect(codeOf(await ask({ ...body, artistId: other.id }))).toEqual([409, 'link_standing'])
    expect(codeOf(await ask({ ...body, profileId: theirs.id }))).toEqual([409, 'link_standing'])
    expect(codeOf(await ask({ artistId: room.id, profileId: theirs.id }))).toEqual([409, 'not_a_person'])
    const none = crypto.randomUUID()
    const refused = [
      await accept(stranger, id),
      await endOwn(stranger, id),
      await endStudio(id, stranger),
      // The studio speaks for its artist and not for the person.
      await accept(studio, id),
      await endOwn(studio, id),
      await ask({ artistId: other.id, profileId: none }),
      await ask({ artistId: none, profileId: theirs.id }),
      await ask({ artistId: other.id, applicationId: none }),
      // An artist of another workspace is none here.
      await ask({ artistId: artist.id, profileId: profile.id }, stranger),
    ]
    expect(refused.map(codeOf)).toEqual(refused.map(() => [404, 'not_found']))
    expect([await linkOf(artist.id, stranger), await own(stranger)]).toEqual([undefined, []])
    expect((await linkOf(artist.id))?.state).toBe('linked')
  })

  it('[JB31] stands in both logs, each of which names its own side', async () => {
    const { artist, home, profile, id } = await linked()
    await endOwn(home, id)
    const [studioLog, ownLog] = [
      await logOf(studio, `artist:${artist.id}`),
      await logOf(home, `profile:${profile.id}`),
    ]
    const types = ['profile_link.ended', 'profile_link.accepted', 'profile_link.asked']
    expect([studioLog.map(({ type }) => type), ownLog.map(({ type }) => type)]).toEqual([types, types])
    const ids = await Promise.all([studio, home].map(async ({ browser }) => (await browser.me()).person.id))
    const actors = [studioLog, ownLog].map((log) => log.map(({ actor }) => ids.indexOf(actor.id)))
    expect(actors).toEqual([
      [-1, -1, 0],
      [1, 1, -1],
    ])
    expect(JSON.stringify(studioLog)).not.toContain(ids[1])
    expect(JSON.stringify(ownLog)).not.toContain(ids[0])
    expect(JSON.stringify(ownLog)).not.toContain(artist.id)
  })

  it('[JB31] is told once, however often word of it is delivered', async () => {
    const artist = await anArtist()
    const { home, profile } = await freelancer()
    await ask({ artistId: artist.id, profileId: profile.id })
    const forgotten = 'update d1_outbox set sent_at = null, due_at = 0 where tenant_id = ?'
    await bindings.DB.prepare(forgotten).bind(home.tenantId).run()
    await sweep()
    expect(await told(home, `profile:${profile.id}`)).toHaveLength(1)
    expect(await logOf(home, `profile:${profile.id}`)).toHaveLength(1)
  })
})

describe('the end of one side', () => {
  it('[JB32] ends a link with the account of the profile’s owner, and the workspace hears of it', async () => {
    const { artist, home } = await linked()
    const { id, email } = (await home.browser.me()).person
    await makeMember(home)
    const erased = await home.browser.call('POST', '/api/v1/me/erasure', {
      confirmEmail: email,
      password: PASSWORD,
    })
    expect(erased.status).toBe(200)
    expect(await linkOf(artist.id)).toBeUndefined()
    await sweep()
    expect(await told(studio, `artist:${artist.id}`)).toContain('Link ended: Ada K.')
    const [ended] = await logOf(studio, `artist:${artist.id}`)
    expect([ended?.type, JSON.stringify(ended).includes(id)]).toEqual(['profile_link.ended', false])
  })

  it('[JB32] ends a link with the profile, and with the workspace it is kept in', async () => {
    const one = await linked()
    const version = String((await change(one.home, one.profile, { about: 'x' })).data.version)
    await one.home.call('DELETE', `/api/v1/artist-profiles/${one.profile.id}`, undefined, {
      'if-match': version,
    })
    expect(await linkOf(one.artist.id)).toMatchObject({ state: 'ended', card: null })
    expect(await own(one.home)).toEqual([])
    const two = await linked()
    await wiped(two.home)
    expect(await linkOf(two.artist.id)).toBeUndefined()
    await sweep()
    for (const { artist } of [one, two])
      expect(await told(studio, `artist:${artist.id}`)).toContain('Link ended: Ada K.')
  })

  it('[JB32] stands when who asked for it erases their account, whose id is in it no more', async () => {
    const colleague = await confirmed(studio.site)
    const personId = await joinedBy(studio.site, studio.browser, studio.tenantId, colleague, 'admin')
    const { home, profile } = await freelancer()
    const artist = await anArtist()
    const body = { artistId: artist.id, profileId: profile.id }
    const { id } = (await ask(body, studio.seenBy(colleague.browser))).data
    const said = { confirmEmail: colleague.email, password: PASSWORD }
    expect((await colleague.browser.call('POST', '/api/v1/me/erasure', said)).status).toBe(200)
    const count = 'select count(*) as found from profile_links where asked_by = ?'
    expect(await bindings.DB.prepare(count).bind(personId).first()).toEqual({ found: 0 })
    expect((await accept(home, id)).status).toBe(200)
    expect((await linkOf(artist.id))?.state).toBe('linked')
  })

  it('[JB32] ends a link with the workspace of the artist', async () => {
    const gone = await Home.open(studio.site)
    const artist = await anArtist(gone)
    const { home, profile } = await freelancer()
    const asked = await ask({ artistId: artist.id, profileId: profile.id }, gone)
    await accept(home, asked.data.id)
    await wiped(gone)
    expect(await own(home)).toEqual([])
    expect(codeOf(await endOwn(home, asked.data.id))).toEqual([404, 'not_found'])
  })
})

/** One sweep of the outbox; objects have clocks of their own, which the front door's here does not follow. */
async function sweep(): Promise<void> {
  const { clock, edge } = studio.site
  const { now } = clock
  clock.now = new Date(Date.now() + 60_000)
  await sweepOutbox(edge.deps)
  clock.now = now
}

/** What a wipe does in the control plane. */
async function wiped({ tenantId, site }: Home): Promise<void> {
  const { db } = site.edge.deps
  const row = { id: crypto.randomUUID(), tenantId, payload: { kind: 'wipe' as const } }
  await outboxInsert(db, { ...row, now: site.clock.now })
  await finishWipe(db, { ...row, attempts: 0 }, site.clock.now)
}

/** Nobody erases their account who is the only owner of a workspace. */
async function makeMember({ tenantId }: Home): Promise<void> {
  await bindings.DB.prepare("update member set role = 'viewer' where organization_id = ?")
    .bind(tenantId)
    .run()
}
