import { describe, expect, it } from 'vitest'
import type { ClientView } from '../../contracts/clients.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { ProjectView, TaskView } from '../../contracts/projects.ts'
import { aWorkspace, type TestSocket, type Workspace } from './testing/workspace.ts'

const limited = (...clients: string[]): Partial<Principal> => ({
  ...{ id: 'p2', credentialId: 'session-2', role: 'admin', clients },
})

async function made<T>(workspace: Workspace, path: string, body: object): Promise<T> {
  const response = await workspace.call('POST', path, { body })
  expect([path, response.status]).toEqual([path, 201])
  return (await response.json<{ data: T }>()).data
}

/** A project of each of two clients, with a task. */
async function twoProjects() {
  const workspace = await aWorkspace()
  const client = async (name: string) => (await made<ClientView>(workspace, '/clients', { name })).id
  const [mine, other] = [await client('Mine'), await client('Other')]
  const plan = async (name: string, clientId: string | null) => {
    const project = await made<ProjectView>(workspace, '/projects', {
      name,
      clientId,
      startDay: '2026-06-01',
    })
    const path = `/projects/${project.id}/tasks`
    return { project, task: await made<TaskView>(workspace, path, { name: 'Shoot', durationMinutes: 60 }) }
  }
  return {
    ...{ workspace, mine, other },
    film: await plan('Film', mine),
    advert: await plan('Advert', other),
    poster: await plan('Poster', null),
  }
}

const change = (workspace: Workspace, path: string, version: number, body: object) =>
  workspace.call('PATCH', path, { body, headers: { 'if-match': String(version) } })
/** What a socket hears events about, until it has heard of so many; frames that follow each other closely come as one. */
async function heard(socket: TestSocket, count: number): Promise<string[]> {
  const subjects: string[] = []
  while (subjects.length < count)
    subjects.push(...(await socket.frame('events')).events.map(({ subject }) => subject))
  return subjects
}

describe('frames about projects for a member of some clients', () => {
  it('[PJ46] tell of tasks and projects of their clients, also after an eviction, and of no other', async () => {
    const { workspace, mine, film, advert, poster } = await twoProjects()
    // A new instance has met none of them.
    await workspace.evict()
    const socket = await workspace.socket({ as: limited(mine) })
    for (const { task } of [advert, poster, film])
      expect((await change(workspace, `/project-tasks/${task.id}`, 1, { name: 'Reshoot' })).status).toBe(200)
    await change(workspace, `/projects/${advert.project.id}`, 1, { name: 'Spot' })
    await change(workspace, `/projects/${film.project.id}`, 1, { name: 'Short film' })
    expect(await heard(socket, 2)).toEqual([`task:${film.task.id}`, `project:${film.project.id}`])
  })

  it('[PJ46] tell both of a project that changes hands, and afterwards only the one it is of', async () => {
    const { workspace, mine, other, film } = await twoProjects()
    const [before, after] = [
      await workspace.socket({ as: limited(mine) }),
      await workspace.socket({ as: { ...limited(other), id: 'p3', credentialId: 'session-3' } }),
    ]
    await change(workspace, `/projects/${film.project.id}`, 1, { clientId: other })
    await change(workspace, `/project-tasks/${film.task.id}`, 1, { name: 'Reshoot' })
    await change(workspace, `/clients/${mine}`, 1, { name: 'Still mine' })
    expect(await heard(after, 2)).toEqual([`project:${film.project.id}`, `task:${film.task.id}`])
    // The task between the two was not for them any more.
    expect(await heard(before, 2)).toEqual([`project:${film.project.id}`, `client:${mine}`])
  })

  it('[PJ46] are replayed to one that comes back, and show who is on the pages of their projects', async () => {
    const { workspace, mine, film, advert } = await twoProjects()
    const { seq } = (await (await workspace.call('GET', '/projects')).json<{ meta: { seq: number } }>()).meta
    for (const { task } of [advert, film])
      await change(workspace, `/project-tasks/${task.id}`, 1, { progress: 10 })
    await workspace.evict()
    const socket = await workspace.socket({ as: limited(mine), after: `1.${seq}` })
    expect(await heard(socket, 1)).toEqual([`task:${film.task.id}`])
    const colleague = await workspace.socket()
    const page = `/studio/projects/${film.project.id}?open=task:${film.task.id}`
    colleague.send({ t: 'presence', page })
    for (let shown = ''; shown !== page; ) {
      const { people } = await socket.frame('presence')
      shown = people.find(({ id }) => id !== 'p2')?.page ?? ''
    }
    colleague.send({ t: 'presence', page: `/studio/projects/${advert.project.id}` })
    const { people } = await socket.frame('presence')
    expect(people.find(({ id }) => id !== 'p2')).toMatchObject({ page: '' })
  })
})
