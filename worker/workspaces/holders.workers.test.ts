import { expect, it } from 'vitest'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { confirmed, joinedBy, openSite, team } from '../edge/testing/site.ts'
import { readHolders } from './holders.service.ts'

it('[BK56] finds who may manage artists: by built-in roles and those of the workspace, and nobody of another one', async () => {
  const site = openSite()
  const { owner, tenantId, personId: viewer } = await team(site, 'viewer')
  const made = await owner.in(tenantId, 'POST', '/api/v1/roles', {
    name: 'Booker',
    permissions: ['workspace.read', 'artists.read', 'artists.write'],
  })
  const { data: role } = await made.json<{ data: { id: string } }>()
  const booker = await joinedBy(site, owner, tenantId, await confirmed(site), role.id)
  const other = await team(site, 'admin')
  const holders = await readHolders(testEnv().DB, tenantId, 'artists.write')
  expect(holders.toSorted()).toEqual([(await owner.me()).person.id, booker].toSorted())
  expect(holders).not.toContain(viewer)
  expect(holders).not.toContain(other.personId)
})
