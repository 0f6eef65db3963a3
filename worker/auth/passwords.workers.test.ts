import { hashPassword as scryptOf } from 'better-auth/crypto'
import { expect, it } from 'vitest'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { Browser, openSite, PASSWORD, type Site, signedUp } from '../edge/testing/site.ts'

const ARGON2ID = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/

const signIn = (site: Site, email: string, password: string) =>
  new Browser(site).call('POST', '/api/auth/sign-in/email', { email, password }).then(({ status }) => status)

const storedOf = async (email: string): Promise<string> => {
  const row = await testEnv()
    .DB.prepare('select password from account a join user u on u.id = a.user_id where u.email = ?')
    .bind(email)
    .first<{ password: string }>()
  return row?.password ?? ''
}

it('[AC168] stores Argon2id at the least that is called enough, with a salt of its own each time', async () => {
  const site = openSite()
  const [first, second] = [await signedUp(site), await signedUp(site)]
  const stored = [await storedOf(first.email), await storedOf(second.email)]
  for (const hash of stored) expect(hash).toMatch(ARGON2ID)
  expect(new Set(stored).size).toBe(2)
  expect(await signIn(site, first.email, PASSWORD)).toBe(200)
  expect(await signIn(site, first.email, `${PASSWORD} `)).toBe(401)
})

it('[AC168] takes the same letters as the same password, however a keyboard wrote them', async () => {
  const site = openSite()
  const email = `${crypto.randomUUID()}@letters.example`
  const [composed, apart] = ['caf\u00e9 au lait', 'cafe\u0301 au lait']
  const made = await new Browser(site).call('POST', '/api/auth/sign-up/email', {
    ...{ name: 'Letters', email, password: composed },
  })
  expect(made.status).toBe(200)
  expect(await signIn(site, email, apart)).toBe(200)
})

it('[AC168] replaces a hash of an earlier kind once its password was right, and not before', async () => {
  const site = openSite()
  const { email } = await signedUp(site)
  const earlier = await scryptOf(PASSWORD)
  await testEnv()
    .DB.prepare('update account set password = ? where password = ?')
    .bind(earlier, await storedOf(email))
    .run()
  expect(await signIn(site, email, 'not that one at all')).toBe(401)
  expect(await storedOf(email)).toBe(earlier)
  expect(await signIn(site, email, PASSWORD)).toBe(200)
  expect(await storedOf(email)).toMatch(ARGON2ID)
  expect(await signIn(site, email, PASSWORD)).toBe(200)
  expect(await signIn(site, email, 'not that one at all')).toBe(401)
})
