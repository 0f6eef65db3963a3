import { TenantId } from '../../contracts/ids.ts'
import {
  type CreateWorkspace,
  type TenantSpec,
  TenantSpec as TenantSpecSchema,
  type WorkspaceView,
} from '../../contracts/workspaces.ts'
import { findPersonByEmail } from '../auth/repository.ts'
import { createWorkspace } from '../workspaces/service.ts'
import type { EdgeDeps } from './deps.ts'
import { seedJobs } from './dev-jobs.ts'

export const DEMO_EMAIL = 'demo@orrery.example'
export const DEMO_PASSWORD = 'orrery-demo'
export const DEMO_TENANT_ID = TenantId.parse('01900000-0000-7000-8000-00000000de30')

const demoWorkspace: CreateWorkspace = {
  id: DEMO_TENANT_ID,
  name: 'Harbour & Finch',
  slug: 'demo',
  region: 'eu',
  timeZone: 'Australia/Sydney',
  currency: 'AUD',
  weekStart: 1,
  fiscalYearStartMonth: 7,
  industry: 'Photography and film studio',
  country: 'AU',
}

/** Another workspace, which the first one meets on the job board only. */
const SECOND_EMAIL = 'mika@orrery.example'
const SECOND_TENANT_ID = TenantId.parse('01900000-0000-7000-8000-00000000de31')
const secondWorkspace: CreateWorkspace = {
  ...demoWorkspace,
  id: SECOND_TENANT_ID,
  name: 'Northlight Events',
  slug: 'northlight',
  industry: 'Events',
}

async function demoPerson(deps: EdgeDeps, name: string, email: string): Promise<string> {
  const before = await findPersonByEmail(deps.db, email)
  if (before) return before.id
  // Past the sign-up route: the demo person is confirmed from the start and gets no mail.
  const { internalAdapter, password } = await deps.auth().$context
  const user = await internalAdapter.createUser(
    { name, email, emailVerified: true },
    { method: 'email-password' },
  )
  await internalAdapter.linkAccount({
    userId: user.id,
    accountId: user.id,
    providerId: 'credential',
    password: await password.hash(DEMO_PASSWORD),
  })
  return user.id
}

async function demoPlace(deps: EdgeDeps, ownerId: string, input: CreateWorkspace): Promise<WorkspaceView> {
  const made = await createWorkspace(deps, ownerId, input)
  if (!made.ok) throw new Error(`the workspace ${input.slug} was refused: ${made.error.code}`)
  const workspace = made.value.value
  if (workspace.state !== 'active') throw new Error(`the workspace ${input.slug} is ${workspace.state}`)
  return workspace
}

/** The demo people and workspaces, made once; a second call finds them and asks the object to complete what is missing. */
export async function seedDemo(deps: EdgeDeps): Promise<WorkspaceView> {
  const dana = await demoPerson(deps, 'Dana Finch', DEMO_EMAIL)
  const mika = await demoPerson(deps, 'Mika Sato', SECOND_EMAIL)
  const workspace = await demoPlace(deps, dana, demoWorkspace)
  await demoPlace(deps, mika, secondWorkspace)
  const spec: TenantSpec = TenantSpecSchema.parse({ ...demoWorkspace, v: 1, tenantId: DEMO_TENANT_ID })
  await deps.openTenant(DEMO_TENANT_ID, workspace.region).seedDemo(spec)
  await seedJobs(
    deps,
    { id: dana, name: 'Dana Finch', tenantId: DEMO_TENANT_ID },
    { id: mika, name: 'Mika Sato', tenantId: SECOND_TENANT_ID },
  )
  return workspace
}
