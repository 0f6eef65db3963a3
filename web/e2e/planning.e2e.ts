import type { Locator } from '@playwright/test'
import type { Me } from '../../contracts/session.ts'
import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, type Page } from './fixtures.ts'

const dialog = (page: Page) => page.getByRole('dialog')

/** Sends what the page itself would send, to make what a test begins with. */
async function apiOf(page: Page, origin: string) {
  const me = (await (await page.request.get('/api/v1/me')).json()) as { data: Me }
  const tenantId = me.data.workspaces.find(({ slug }) => slug === demo.workspace)?.id ?? ''
  return async (path: string, data: object): Promise<{ id: string } & Record<string, unknown>> => {
    const answer = await page.request.post(`/api/v1/${path}`, {
      ...{ data, headers: { origin, 'x-tenant-id': tenantId } },
    })
    expect([path, answer.status()]).toEqual([path, answer.status() === 200 ? 200 : 201])
    return ((await answer.json()) as { data: { id: string } & Record<string, unknown> }).data
  }
}
type Api = Awaited<ReturnType<typeof apiOf>>

/** A project with a task of somebody and a confirmed booking for it, both on the first Tuesday of March 2027. */
async function aShoot(api: Api, name: string) {
  const artist = await api('artists', { name: `${name} Artist`, timeZone: 'UTC' })
  const project = await api('projects', { name, startDay: '2027-03-02', timeZone: 'UTC' })
  const task = await api(`projects/${project.id}/tasks`, {
    ...{ name: 'Shoot', durationMinutes: 480, artistId: artist.id },
  })
  const booking = await api(`projects/${project.id}/bookings`, {
    ...{ artistId: artist.id, title: `${name} on set`, status: 'confirmed' },
    days: { from: '2027-03-02', to: '2027-03-02' },
  })
  return { artist, project, task, booking }
}

/** Opens the panel of a task by its address; the page behind it is not there for whoever listens. */
async function openTask(page: Page, path: string, taskId: string): Promise<void> {
  await page.goto(`${path}?open=${encodeURIComponent(`task:${taskId}`)}`)
  await expect(dialog(page).getByLabel('Name')).toBeVisible()
}

const cell = (page: Page, name: RegExp): Locator => page.getByRole('button', { name })

member.describe('planning over all projects', () => {
  member.use({ expectedComplaints: /status of 409/ })

  member(
    '[PJ42] load is gone through by keys, and opens into the days of a week',
    async ({ page, baseURL }) => {
      const api = await apiOf(page, baseURL ?? '')
      const { artist } = await aShoot(api, 'Loaded')
      const other = await api('projects', { name: 'Also loaded', startDay: '2027-03-02', timeZone: 'UTC' })
      await api(`projects/${other.id}/tasks`, { name: 'Edit', durationMinutes: 240, artistId: artist.id })
      await open(page, paths.projectLoad(demo.workspace, '?at=2027-02-22'))
      const first = cell(page, /^Loaded Artist, 1–7 Mar 2027, 30%, 12 h of 40 h, 1 day with too much/)
      await first.focus()
      await page.keyboard.press('ArrowLeft')
      await expect(cell(page, /^Loaded Artist, 22–28 Feb 2027, 0%/)).toBeFocused()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await expect(dialog(page)).toContainText('12 h of 8 h')
      await expect(dialog(page)).toContainText('4 h too much')
      await expect(dialog(page).getByRole('link', { name: 'Also loaded' })).toBeVisible()
      await expect(dialog(page).getByRole('link', { name: 'Loaded on set' })).toBeVisible()
      await looksRightInBoth(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Overbooked' }).click()
      await expect(page.getByRole('rowheader', { name: 'Loaded Artist' })).toBeVisible()
    },
  )

  member(
    '[PJ43] a booking that a plan could not move is moved or left, and one that is in the way is named',
    async ({ page, baseURL }) => {
      const api = await apiOf(page, baseURL ?? '')
      const { artist, project, task } = await aShoot(api, 'Touched')
      const changes = [{ taskId: task.id, startTime: '2027-03-04T00:00:00Z' }]
      const shown = await api(`projects/${project.id}/cascade/preview`, { changes })
      await api(`projects/${project.id}/cascade`, { changes, planVersion: shown.planVersion })
      const rival = await api('bookings', {
        ...{ artistId: artist.id, title: 'Somebody else', status: 'confirmed' },
        days: { from: '2027-03-04', to: '2027-03-04' },
      })
      await open(page, paths.project(demo.workspace, project.id))
      await expect(page.getByText('One confirmed booking could not move with the plan.')).toBeVisible()
      await page.getByRole('button', { name: 'Answer' }).click()
      const accept = page.getByRole('button', { name: 'Move it: Touched on set to 4 Mar 2027' })
      await expect(page.getByText('because “Shoot” moved')).toBeVisible()
      await looksRightInBoth(page)
      await accept.click()
      await expect(page.getByText('That time is taken by “Somebody else”.')).toBeVisible()
      await api(`bookings/${rival.id}/transitions`, { to: 'cancelled', version: rival.version })
      await accept.click()
      await expect(page.getByText('Touched on set is now 4 Mar 2027.')).toBeVisible()
      await expect(page.getByText('Nothing waits for an answer')).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).last().click()
      await expect(page.getByText('Touched on set is back where it was.')).toBeVisible()
      await page.getByRole('button', { name: 'Accepted' }).click()
      await expect(page.getByRole('link', { name: 'Touched on set' })).toBeVisible()
    },
  )

  member(
    '[PJ44] hours and holidays of a project are said, and taken back, and what they would move is asked',
    async ({ page, baseURL }) => {
      const api = await apiOf(page, baseURL ?? '')
      const { project } = await aShoot(api, 'Timed')
      await open(page, paths.workingHours(demo.workspace, `?of=project&id=${project.id}`))
      await page.getByRole('button', { name: 'Change hours' }).click()
      await dialog(page).getByLabel('Tuesday, to, stretch 1').fill('12:00')
      await dialog(page).getByRole('button', { name: 'Add hours on Tuesday' }).click()
      await expect(dialog(page).getByLabel('Tuesday, from, stretch 2')).toHaveValue('13:00')
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('The hours were saved.')).toBeVisible()
      await expect(page.getByText('13:00–17:00')).toBeVisible()
      await page.getByRole('button', { name: 'Add a day' }).click()
      await dialog(page).getByLabel('Why').fill('Carnival')
      await dialog(page).getByLabel('First day').fill('2027-03-02')
      await dialog(page).getByLabel('Last day').fill('2027-03-02')
      await dialog(page).getByRole('button', { name: 'Add a day' }).click()
      await expect(page.getByText('Carnival was noted.')).toBeVisible()
      await looksRightInBoth(page)
      await page.getByRole('link', { name: 'See what would move' }).click()
      await expect(dialog(page)).toContainText('Move 1 task by today’s hours?')
      await dialog(page).getByRole('button', { name: 'Leave as it was' }).click()
      await page.goBack()
      await page.getByRole('button', { name: 'Use the wider ones' }).click()
      await expect(page.getByText('The wider hours count again.')).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).last().click()
      await expect(page.getByText('Carnival', { exact: true })).toBeVisible()
    },
  )

  member(
    '[PJ20] [PJ21] a task is given what it was, and comes back after it was removed',
    async ({ page, baseURL }) => {
      const api = await apiOf(page, baseURL ?? '')
      const { project, task } = await aShoot(api, 'Remembered')
      await openTask(page, paths.project(demo.workspace, project.id), task.id)
      await dialog(page).getByLabel('Name').fill('Reshoot')
      await dialog(page).getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('gridcell', { name: /^Task Reshoot/ })).toBeVisible()
      await openTask(page, paths.project(demo.workspace, project.id), task.id)
      await dialog(page).getByText('History', { exact: true }).click()
      await expect(dialog(page).getByText('As it is now')).toBeVisible()
      await looksRight(page)

      await dialog(page).getByRole('button', { name: 'Restore this version' }).click()
      await expect(dialog(page).getByRole('heading', { name: 'Shoot', exact: true })).toBeVisible()
      // The button that was pressed is gone; the focus stays beside where it was.
      await expect(dialog(page).locator('.versions')).toBeFocused()
      await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click()
      await expect(page.getByText('Nothing is planned yet')).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).last().click()
      await expect(page.getByText('Shoot is back.')).toBeVisible()
      await expect(page.getByRole('gridcell', { name: /^Task Shoot/ })).toBeVisible()
    },
  )

  member('[PJ22] removed tasks are listed and brought back with keys', async ({ page, baseURL }) => {
    const api = await apiOf(page, baseURL ?? '')
    const { project, task } = await aShoot(api, 'Thrown out')
    const path = paths.project(demo.workspace, project.id)
    const openList = async () => {
      await page.getByRole('button', { name: 'Project', exact: true }).press('Enter')
      await page.getByRole('menuitem', { name: 'Removed tasks' }).press('Enter')
    }
    await open(page, path)
    await openList()
    await expect(dialog(page)).toContainText('Nothing was removed')
    await openTask(page, path, task.id)
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByText('Nothing is planned yet')).toBeVisible()
    await openList()
    await expect(dialog(page)).toContainText('Removed by Dana Finch')
    await looksRightInBoth(page)
    await dialog(page).getByRole('button', { name: 'Bring back Shoot' }).press('Enter')
    await expect(page.getByText('Shoot is back.')).toBeVisible()
    await expect(dialog(page)).toContainText('Nothing was removed')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('gridcell', { name: /^Task Shoot/ })).toBeVisible()
  })

  member(
    '[PJ47] who else has a task open, and is changing it, stands in its panel',
    async ({ page, baseURL }) => {
      const sent: string[] = []
      const sockets: { send: (text: string) => void }[] = []
      await page.routeWebSocket(/\/api\/v1\/live/, (socket) => {
        const server = socket.connectToServer()
        socket.onMessage((text) => {
          sent.push(String(text))
          server.send(text)
        })
        // Who else is in the demo depends on the tests that run beside this one, so the server's word on it is left out.
        server.onMessage((text) => {
          const frames = String(text)
          if (!frames.startsWith('[')) return socket.send(text)
          const kept = (JSON.parse(frames) as { t: string }[]).filter(({ t }) => t !== 'presence')
          if (kept.length > 0) socket.send(JSON.stringify(kept))
        })
        // What a second person would make the server say; that it says so is tested there.
        sockets.push(socket)
      })
      const api = await apiOf(page, baseURL ?? '')
      const { project, task } = await aShoot(api, 'Shared')
      const path = paths.project(demo.workspace, project.id)
      await openTask(page, path, task.id)
      await dialog(page).getByLabel('Name').focus()
      const place = `${path}?open=task:${task.id}`
      await expect.poll(() => sent.at(-1)).toBe(JSON.stringify({ t: 'presence', page: `${place}&edit` }))
      const people = [
        { id: 'p-ana', name: 'Ana Bold', page: `${place}&edit` },
        { id: 'p-cem', name: 'Cem Dean', page: place },
        { id: 'p-eva', name: 'Eva Frost', page: path },
      ]
      sockets.at(-1)?.send(JSON.stringify([{ t: 'presence', people }]))
      await expect(dialog(page)).toContainText(
        'Ana Bold is changing this now. Cem Dean is looking at this too.',
      )
      await looksRightInBoth(page)
    },
  )
})
