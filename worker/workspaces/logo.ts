import { workspaceChanged } from '../events/workspace.ts'
import type { ControlDeps } from './deps.ts'
import { factBy } from './facts.ts'
import { saveLogo } from './logo.repository.ts'
import { pushOutbox } from './outbox.ts'
import { findWorkspace } from './repository.ts'

/**
 * Notes which file is the logo of a workspace, or that it has none. Gives the file that was it before; its bytes are the caller's to
 * delete, once nobody is sent to them any more.
 */
export async function setLogo(
  deps: ControlDeps,
  by: { tenantId: string; id: string },
  logo: string | null,
): Promise<{ before: string | null; told: boolean }> {
  const found = await findWorkspace(deps.db, by.tenantId)
  const before = found?.workspace.logo ?? null
  if (before === logo) return { before: null, told: true }
  const event = workspaceChanged.of('workspace', {
    fields: ['logo'],
    before: { logo: before },
    after: { logo },
  })
  await saveLogo(deps.db, logo, factBy(deps, by, event))
  return { before, told: await pushOutbox(deps, by.tenantId) }
}
