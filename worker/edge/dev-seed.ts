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

async function demoPerson(deps: EdgeDeps): Promise<string> {
  const before = await findPersonByEmail(deps.db, DEMO_EMAIL)
  if (before) return before.id
  // Past the sign-up route: the demo person is confirmed from the start and gets no mail.
  const { internalAdapter, password } = await deps.auth().$context
  const user = await internalAdapter.createUser(
    { name: 'Dana Finch', email: DEMO_EMAIL, emailVerified: true },
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

/** The demo person and workspace, made once; a second call finds them and asks the object to complete what is missing. */
export async function seedDemo(deps: EdgeDeps): Promise<WorkspaceView> {
  const personId = await demoPerson(deps)
  const made = await createWorkspace(deps, personId, demoWorkspace)
  if (!made.ok) throw new Error(`the demo workspace was refused: ${made.error.code}`)
  const workspace = made.value.value
  if (workspace.state !== 'active') throw new Error(`the demo workspace is ${workspace.state}`)
  const spec: TenantSpec = TenantSpecSchema.parse({ ...demoWorkspace, v: 1, tenantId: DEMO_TENANT_ID })
  await deps.openTenant(DEMO_TENANT_ID, workspace.region).seedDemo(spec)
  return workspace
}
