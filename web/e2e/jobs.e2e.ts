import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { picture } from './files.ts'
import { expect, looksRight, looksRightInBoth, member, open, type Page, settled } from './fixtures.ts'
import { arrive, register } from './newcomer.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const card = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

member(
  '[JB10] [JB12] [JB14] [JB17] a freelancer signs up, writes a profile and applies; the studio hires, and the hold is in bookings',
  async ({ page, browser, baseURL }) => {
    await open(page, paths.jobs(demo.workspace))
    await expect(card(page, 'Food photographer for a winter menu')).toContainText('Match')
    await page.getByRole('button', { name: 'Save Food photographer for a winter menu' }).click()
    // The button changes the row it stands in, and keeps the focus.
    await expect(
      page.getByRole('button', { name: 'Saved: Food photographer for a winter menu' }),
    ).toBeFocused()
    await page.getByRole('button', { name: 'Saved', exact: true }).click()
    await expect(card(page, 'Food photographer for a winter menu')).toBeVisible()
    await page.getByRole('button', { name: 'Post a job' }).first().click()
    await dialog(page).getByRole('button', { name: 'Post', exact: true }).click()
    await expect(dialog(page)).toContainText('Give it a title')
    await dialog(page).getByLabel('Title').fill('Colourist for two days')
    await dialog(page).getByLabel('First day').fill('2031-03-04')
    await dialog(page).getByLabel('Last day').fill('2031-03-05')
    await dialog(page).getByLabel('Apply until').fill('2031-02-01')
    await dialog(page).getByRole('button', { name: 'Add a skill' }).click()
    await dialog(page).getByLabel('Skill 1', { exact: true }).pressSequentially('Colour grading')
    await dialog(page).getByLabel('Pay, at most').fill('900')
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Post', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Colourist for two days' })).toBeVisible()
    await expect(page.getByText('Nobody has applied yet')).toBeVisible()
    const address = new URL(page.url()).pathname

    const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: undefined })
    const freelancer = await context.newPage()
    await arrive(freelancer, baseURL, { name: 'Robin Reed', slug: 'robin-reed' })
    await open(freelancer, paths.profile('robin-reed'))
    await freelancer
      .getByLabel('Headline')
      .fill('Colourist of films, series and whatever else wants its grading done')
    await freelancer.getByRole('button', { name: 'Add a skill' }).click()
    await freelancer.getByLabel('Skill 1', { exact: true }).pressSequentially('Colour grading')
    await freelancer.getByLabel('Rate').fill('850')
    await freelancer.getByRole('button', { name: 'Add experience' }).click()
    await freelancer.getByLabel('What').fill('Grading a series')
    await freelancer.getByLabel('First month').fill('2025-02')
    await looksRightInBoth(freelancer)
    await freelancer.getByRole('button', { name: 'Make my profile' }).click()
    await expect(freelancer.getByText('Only you', { exact: true })).toBeVisible()
    await open(freelancer, paths.jobs('robin-reed'))
    await freelancer.getByRole('searchbox').fill('colourist two')
    await freelancer.getByRole('link', { name: 'Colourist for two days' }).click()
    await settled(freelancer)
    await expect(freelancer.getByText('100 of 100 points')).toBeVisible()
    await looksRightInBoth(freelancer)
    await freelancer.getByRole('button', { name: 'Apply', exact: true }).click()
    await dialog(freelancer).getByLabel('Message').fill('I know your films by heart.')
    await looksRight(freelancer)
    await dialog(freelancer).getByRole('button', { name: 'Send' }).click()
    await expect(freelancer.getByText('You have applied. Stage: New')).toBeVisible()

    await open(page, address)
    await page.getByRole('button', { name: 'Robin Reed', exact: true }).click()
    await expect(dialog(page)).toContainText('I know your films by heart.')
    await looksRight(page)
    await page.keyboard.press('Escape')
    const move = async (to: string) => {
      await page.getByRole('button', { name: 'Move Robin Reed' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('menuitem', { name: to }).press('Enter')
    }
    // Whatever stands on the card, its menu is not pushed under the next stage.
    await page.getByRole('button', { name: 'Move Robin Reed' }).click({ trial: true })
    await move('Move to Shortlist')
    await expect(page.locator('.pipeline > section').nth(1)).toContainText('Robin Reed')
    await page.locator('.applicant').hover()
    await page.mouse.down()
    // The browser says "over" with the second move only.
    for (const _ of [1, 2]) await page.locator('.pipeline > section').nth(3).hover()
    await page.mouse.up()
    await expect(page.locator('.pipeline > section').nth(3)).toContainText('Robin Reed')
    await looksRightInBoth(page)
    await move('Move to Hired')
    await dialog(page).getByRole('button', { name: 'Hire', exact: true }).click()
    await expect(page.locator('.pipeline > section').nth(4)).toContainText('Robin Reed')

    await open(freelancer, paths.applications('robin-reed'))
    await expect(card(freelancer, 'Colourist for two days')).toContainText('Hired')
    await looksRight(freelancer)
    await context.close()

    await open(page, paths.artists(demo.workspace))
    await page.getByRole('link', { name: /Robin Reed/ }).click()
    await settled(page)
    await expect(page.getByRole('link', { name: 'Colourist for two days' })).toBeVisible()
  },
)

member(
  '[JB19] [JB20] [ON14] somebody without a studio looks for work: one click, a kept search, and word of a new job',
  async ({ page, browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: undefined })
    const seeker = await context.newPage()
    await register(seeker, baseURL, { name: 'Mika Lindqvist', email: 'mika@seekers.example' })
    await open(seeker, paths.newWorkspace())
    await looksRightInBoth(seeker)
    await seeker.getByRole('button', { name: 'I look for work' }).click()
    await expect(seeker).toHaveURL((url) => url.pathname === paths.profile('mika-lindqvist'))
    await expect(seeker.getByRole('heading', { level: 1, name: 'My profile' })).toBeVisible()

    await open(seeker, paths.jobs('mika-lindqvist'))
    await seeker.getByRole('searchbox').fill('luthier')
    await seeker.getByRole('button', { name: 'Save the search' }).click()
    await expect(dialog(seeker).getByLabel('Name')).toHaveValue('luthier')
    await dialog(seeker).getByLabel('Name').fill('Luthiers')
    await looksRight(seeker)
    await dialog(seeker).getByRole('button', { name: 'Save', exact: true }).click()
    await seeker.getByRole('button', { name: 'Clear the filters' }).first().click()
    await seeker.getByRole('button', { name: 'Luthiers', exact: true }).click()
    await expect(seeker.getByRole('searchbox')).toHaveValue('luthier')
    await looksRightInBoth(seeker)
    await seeker.getByRole('button', { name: 'Forget the search Luthiers' }).click()
    await expect(seeker.getByRole('heading', { name: 'Saved searches' })).toHaveCount(0)
    await seeker.getByRole('button', { name: 'Undo' }).click()
    await expect(seeker.getByRole('button', { name: 'Luthiers', exact: true })).toBeVisible()

    await open(page, paths.jobs(demo.workspace))
    await page.getByRole('button', { name: 'Post a job' }).first().click()
    await dialog(page).getByLabel('Title').fill('Luthier for a week')
    await dialog(page).getByLabel('First day').fill('2031-03-03')
    await dialog(page).getByLabel('Last day').fill('2031-03-07')
    await dialog(page).getByLabel('Apply until').fill('2031-02-01')
    await dialog(page).getByRole('button', { name: 'Post', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Luthier for a week' })).toBeVisible()
    // The clock of the stack rings once a minute.
    await expect(async () => {
      await open(seeker, paths.inbox('mika-lindqvist'))
      await expect(seeker.getByRole('link', { name: 'New job: Luthier for a week' })).toBeVisible({
        timeout: 1000,
      })
    }).toPass({ timeout: 90_000 })
    await expect(seeker.getByText('Apply until 1 February 2031')).toBeVisible()
    await seeker.getByRole('link', { name: 'New job: Luthier for a week' }).click()
    await expect(seeker.getByRole('heading', { level: 1, name: 'Luthier for a week' })).toBeVisible()
    await context.close()
  },
)

member(
  '[JB22] [JB23] [JB24] [JB25] [JB26] a portfolio is put together, seen with an application, and what is removed is gone',
  async ({ page, browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: undefined })
    const painter = await context.newPage()
    await arrive(painter, baseURL, { name: 'Noa Palme', slug: 'noa-palme' })
    await open(painter, paths.profile('noa-palme'))
    await painter.getByRole('button', { name: 'Make my profile' }).click()
    await expect(painter.getByRole('heading', { name: 'Portfolio' })).toBeVisible()
    await painter.getByLabel('Headline').fill('Not saved yet')
    const chosen = painter.locator('.portfolio-card input[type=file]')
    await chosen.setInputFiles({
      name: 'Mural in Lisbon.png',
      mimeType: 'image/png',
      buffer: await picture(painter),
    })
    await expect(painter.locator('.portfolio img')).toHaveJSProperty('naturalWidth', 640)
    await expect(painter.getByLabel('Headline')).toHaveValue('Not saved yet')
    const disguised = '<!doctype html><script>alert(1)</script>'
    await chosen.setInputFiles({ name: 'Photo.png', mimeType: 'image/png', buffer: Buffer.from(disguised) })
    await expect(painter.getByText('That file is of another kind').first()).toBeVisible()
    await chosen.setInputFiles({
      name: 'Programme.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%%EOF'),
    })
    await expect(painter.getByRole('link', { name: 'PDF: Programme' })).toBeVisible()
    await painter.getByRole('button', { name: 'Add a video link' }).click()
    await dialog(painter).getByLabel('Title').fill('Making of')
    await dialog(painter).getByLabel('Address').fill('https://example.com/film')
    await dialog(painter).getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog(painter)).toContainText('Give a https address at YouTube or Vimeo')
    await dialog(painter).getByLabel('Address').fill('https://vimeo.com/76979871')
    await dialog(painter).getByRole('button', { name: 'Add', exact: true }).click()
    await expect(painter.getByRole('link', { name: /Opens at Vimeo/ })).toBeVisible()
    await looksRightInBoth(painter)

    await open(page, paths.jobs(demo.workspace))
    await page.getByRole('button', { name: 'Post a job' }).first().click()
    await dialog(page).getByLabel('Title').fill('Mural on a gable')
    await dialog(page).getByLabel('First day').fill('2031-03-03')
    await dialog(page).getByLabel('Last day').fill('2031-03-07')
    await dialog(page).getByLabel('Apply until').fill('2031-02-01')
    await dialog(page).getByRole('button', { name: 'Post', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Mural on a gable' })).toBeVisible()
    await open(painter, new URL(page.url()).pathname.replace(demo.workspace, 'noa-palme'))
    await painter.getByRole('button', { name: 'Apply', exact: true }).click()
    await dialog(painter).getByRole('button', { name: 'Send' }).click()
    await expect(painter.getByText('You have applied. Stage: New')).toBeVisible()
    await page.reload()
    await page.getByRole('button', { name: 'Robin Reed', exact: true }).click()
    await expect(dialog(page).locator('.portfolio img')).toHaveJSProperty('naturalWidth', 640)
    await looksRight(page)

    await open(painter, paths.profile('noa-palme'))
    await painter.getByRole('button', { name: 'Remove Mural in Lisbon' }).click()
    await painter.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect(painter.locator('.portfolio img')).toHaveCount(0)
    await context.close()
  },
)
