import { Hono } from 'hono'
import { ClientId } from '../../contracts/ids.ts'
import type { SetupView } from '../../contracts/setup.ts'
import type { SettingsView } from '../../contracts/workspaces.ts'
import { readDefaultClientId } from '../clients/service.ts'
import { hasOwnData, readSample } from '../sample/service.ts'
import { answerRead, needs, type TenantEnv } from './context.ts'
import { readMeta, writeMeta } from './read-model.ts'
import { readSettings } from './settings.repository.ts'
import { readSettingsHistory } from './settings.ts'
import type { Tenant } from './tenant.ts'

const LOOKED = 'looked'

/** Somebody has had numbers of the workspace's own answered: evidence for the checklist, which a rebuild may forget. */
export async function noteLooked(tenant: Tenant): Promise<void> {
  if (tenant.hasLooked) return
  const facts = await tenant.facts()
  if (facts === null || facts.isSample || facts.definitions.length === 0) return
  tenant.hasLooked = true
  if (readMeta(tenant.storage, LOOKED) === null) writeMeta(tenant.storage, LOOKED, '1')
}

/** GET /api/v1/setup: how far the workspace is. `/settings`: what it is set to. */
export const setupRoutes = new Hono<TenantEnv>()
  .get('/', needs('workspace.read'), (c) =>
    answerRead(c, async (tx) => {
      const settings = await readSettings(tx)
      if (settings === null) return null
      const ownData = await hasOwnData(tx)
      const data: SetupView = {
        hasOwnData: ownData,
        hasLooked: ownData && readMeta(c.var.tenant.storage, LOOKED) !== null,
        sample: await readSample(tx),
        settingsVersion: settings.version,
      }
      return { data }
    }),
  )
  .get('/settings', needs('workspace.read'), (c) =>
    answerRead(c, async (tx) => {
      const settings = await readSettings(tx)
      if (settings === null) return null
      const { slug: _slug, ...shown } = settings
      const defaultClientId = await readDefaultClientId(tx)
      if (defaultClientId === null) return null
      const data: SettingsView = { ...shown, defaultClientId: ClientId.parse(defaultClientId) }
      return { data }
    }),
  )

/** GET /api/v1/history/settings: what the workspace was set to. The front door brings it back, and copies it to the directory. */
export const settingsHistoryRoutes = new Hono<TenantEnv>().get('/settings', needs('workspace.update'), (c) =>
  answerRead(c, async (tx) => {
    const data = await readSettingsHistory(tx)
    return data === null ? null : { data }
  }),
)
