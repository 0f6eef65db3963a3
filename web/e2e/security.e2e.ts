import { createOTP } from '@better-auth/utils/otp'
import { paths } from '../lib/paths.ts'
import { expect, forget, looksRight, looksRightInBoth, open, visitor } from './fixtures.ts'
import { arrive, confirmByMail } from './newcomer.ts'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** What an app that was given the key shows `steps` half minutes from now. */
function appCode(key: string, steps: number): Promise<string> {
  const bits = [...key].map((char) => base32.indexOf(char).toString(2).padStart(5, '0')).join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const app = createOTP(String.fromCharCode(...bytes), { digits: 6, period: 30 })
  return app.hotp(Math.floor(Date.now() / 30_000) + steps)
}

visitor('a code of an app becomes the second step of signing in', async ({ page, baseURL }) => {
  const slug = `sec-${crypto.randomUUID().slice(0, 8)}`
  await arrive(page, baseURL, { name: 'Secure', slug })
  await confirmByMail(page, `owner@${slug}.example`)
  await open(page, paths.settings(slug, 'security'))
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByLabel('Your password').fill('a sentence works well')
  await page.getByRole('button', { name: 'Go on' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set up two-factor sign-in' })
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible()
  await looksRightInBoth(page)
  const key = (await dialog.locator('.key').innerText()).replaceAll(' ', '')
  await dialog.getByLabel('Code of the app').fill(await appCode(key, 0))
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  const codes = page.getByRole('dialog', { name: 'Keep these recovery codes' })
  await expect(codes.getByRole('listitem')).toHaveCount(10)
  await looksRight(page)
  await codes.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 recovery codes are left')).toBeVisible()

  await forget(page)
  await page.goto(paths.login())
  await page.getByLabel('Email').fill(`owner@${slug}.example`)
  await page.getByLabel('Password', { exact: true }).fill('a sentence works well')
  await page.getByLabel('Password', { exact: true }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'One more step' })).toBeVisible()
  await page.getByLabel('Code of the app').fill(await appCode(key, 1))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(new RegExp(`${paths.home(slug)}$`))
})

visitor('an owner lets support look for a time, and ends it', async ({ page, baseURL }) => {
  const slug = `sup-${crypto.randomUUID().slice(0, 8)}`
  await arrive(page, baseURL, { name: 'Secure', slug })
  await confirmByMail(page, `owner@${slug}.example`)
  await open(page, paths.settings(slug, 'danger'))
  await expect(page.getByText('Nobody at Orrery can see anything in this workspace')).toBeVisible()
  await page.getByRole('button', { name: 'Let support look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Let support look' })
  await looksRightInBoth(page)
  await dialog.getByRole('button', { name: 'Let support look' }).click()
  await expect(dialog.getByText('Say what support should look at').first()).toBeVisible()
  await dialog.getByLabel('What should support look at?').fill('The totals of June look wrong')
  await dialog.getByRole('button', { name: 'Let support look' }).click()
  await expect(page.getByText('Support can look until')).toBeVisible()
  await expect(page.getByText('The totals of June look wrong')).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('button', { name: 'End it now' }).click()
  await expect(page.getByText('Nobody at Orrery can see anything in this workspace')).toBeVisible()

  await open(page, `${paths.settings(slug, 'audit')}?kind=access`)
  await expect(page.getByText('ended the access of support')).toBeVisible()
  await expect(
    page.getByText(/allowed support to look in for 4 hours: .*The totals of June look wrong/),
  ).toBeVisible()
  await open(page, paths.settings(slug, 'security'))
  await expect(page.getByText('Signed in with password')).toBeVisible()
})

visitor.describe('at an address with a name', () => {
  // An address of numbers has no passkeys, so this test goes by the name of the machine.
  const byName = (baseURL: string | undefined) => (baseURL ?? '').replace('127.0.0.1', 'localhost')

  visitor(
    '[AC62] a passkey signs in without password and second step, offered by the browser or by the button',
    async ({ page, baseURL }) => {
      const origin = byName(baseURL)
      const slug = `key-${crypto.randomUUID().slice(0, 8)}`
      const devTools = await page.context().newCDPSession(page)
      await devTools.send('WebAuthn.enable')
      await devTools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      })
      await arrive(page, origin, { name: 'Keys', slug })
      await confirmByMail(page, `owner@${slug}.example`, origin)
      await open(page, `${origin}${paths.settings(slug, 'security')}`)
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByLabel('Your password').fill('a sentence works well')
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByRole('button', { name: /Remove Chrome on/ })).toBeVisible()
      await page.getByRole('button', { name: /Rename Chrome on/ }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Desk')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('Desk', { exact: true })).toBeVisible()
      await looksRight(page)

      await forget(page)
      // The device answers what the browser offers beside the field, before anything is pressed.
      // It may be on its way before the page has loaded.
      await page.goto(`${origin}${paths.login()}`, { waitUntil: 'commit' })
      await expect(page).toHaveURL(new RegExp(`${paths.home(slug)}$`))

      await forget(page)
      // A browser that offers nothing by itself has the button.
      await page.addInitScript(() => {
        PublicKeyCredential.isConditionalMediationAvailable = async () => false
      })
      await page.goto(`${origin}${paths.login()}`)
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await expect(page).toHaveURL(new RegExp(`${paths.home(slug)}$`))
    },
  )
})

visitor(
  'somebody signs in with the account of a provider, and is told why another is refused',
  async ({ page }) => {
    await open(page, paths.login())
    await page.getByRole('button', { name: 'Continue with Google' }).click()
    await page.getByRole('button', { name: /Noor Amari/ }).click()
    await expect(page).toHaveURL(new RegExp(`${paths.newWorkspace()}$`))
    await forget(page)
    await open(page, paths.login())
    await page.getByRole('button', { name: 'Continue with Google' }).click()
    await page.getByRole('button', { name: /Sam Unproven/ }).click()
    await expect(page.getByRole('alert')).toContainText('has not confirmed that this address is yours')
    await looksRight(page)
  },
)
