import { demo } from './demo.ts'
import { csvFile, load, upload } from './files.ts'
import { expect, looksRight, member } from './fixtures.ts'

member('dates that fit two formats are asked about, never guessed', async ({ page }) => {
  const text = 'Day,Visits\n03/04/2026,120\n05/06/2026,80\n07/08/2026,95\n'
  await upload(page, demo.workspace, csvFile('visits.csv', text))
  const question = page.getByRole('group', { name: /How is Day written/ })
  await expect(question).toContainText('Orrery never guesses this.')
  await page.getByRole('button', { name: /^Check/ }).click()
  const problems = page.getByRole('region', { name: /to settle before/ })
  await expect(problems).toBeFocused()
  await problems.getByRole('link', { name: 'Answer the question about Day' }).click()
  await expect(question).toBeFocused()
  await looksRight(page)
  await question.getByText('3 Apr 2026').click()
  await load(page)
  await page.getByRole('link', { name: 'See Visits' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Visits' })).toBeVisible()
})

member('rows that cannot be read are set aside with the reason, the others are loaded', async ({ page }) => {
  const text = 'Date,Signups\n2026-11-02,4\n2026-11-03,none\n2026-11-04,6\n'
  await upload(page, demo.workspace, csvFile('signups.csv', text))
  // One cell in three is no number, so the column is not offered as a value by itself.
  await page.getByRole('button', { name: 'Field for Signups' }).click()
  await page.getByRole('option', { name: 'Value' }).click()
  await page.getByRole('button', { name: /^Check/ }).click()
  await page.getByRole('button', { name: /^Import .*rows$/ }).click()
  await expect(
    page.getByRole('heading', { level: 2, name: /2 rows are in, some were set aside/ }),
  ).toBeVisible()
  await expect(page.getByRole('table', { name: /set aside/i })).toContainText('none')
  await looksRight(page)
})

member.describe('a file that is no table', () => {
  member.use({ expectedComplaints: /status of 4\d\d/ })
  member('is refused with what to do', async ({ page }) => {
    await page.goto(`/${demo.workspace}/imports`)
    await page.getByLabel('File to import').setInputFiles(csvFile('empty.csv', ''))
    await expect(page.getByRole('alert')).toContainText('empty.csv was not taken')
    await looksRight(page)
  })
})
