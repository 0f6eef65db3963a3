import type { ErrorCode } from '../../contracts/errors.ts'
import type { AskedState, RecordHistory } from '../../contracts/history.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { SettingsChange, WorkspaceSettings } from '../../contracts/workspaces.ts'
import { type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import { makeDefaultClient, readDefaultClientId } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import { workspaceChanged } from '../events/workspace.ts'
import {
  findRoleAt,
  findSettingsAt,
  readSettingsVersions,
  type SettingsState,
} from '../history/setup.service.ts'
import { removeUnfed } from '../metrics/removal.service.ts'
import { hasOwnData, removeSampleData } from '../sample/service.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import type { Settings } from './facts.ts'
import { lockSettings, readSettings, updateSettings } from './settings.repository.ts'
import type { Tenant } from './tenant.ts'

/** What stored days and amounts mean hangs on these. */
const FIXED_BY_DATA = ['timeZone', 'currency'] as const

/** A refusal as it travels to the front door. */
export interface SettingsRefusal {
  code: ErrorCode
  details?: unknown
}

/**
 * Changes settings that are still at the version the caller saw; time zone and currency only while there are no numbers but
 * the sample's, which go with them. What changed is an event with before and after.
 */
export async function changeSettings(
  tenant: Tenant,
  asked: SettingsChange,
): Promise<Result<null, SettingsRefusal>> {
  const requestHash = await sha256(`settings ${asked.version} ${JSON.stringify(asked.change)}`)
  const command = { ...WHOLE, id: asked.commandId, actor: asked.actor, requestHash }
  const result = await runCommand<null, SettingsRefusal>(tenant, command, 200, async (tx) => {
    const settings = await lockSettings(tx)
    if (settings === null) return err({ code: 'workspace_provisioning' })
    const before = { ...settings, defaultClientId: await readDefaultClientId(tx) }
    if (before.version !== asked.version)
      return err({ code: 'stale_version', details: { current: before.version } })
    const fields = fieldsOf(before, asked)
    if (fields.length === 0) return ok({ view: null, events: [] })
    const fixed = FIXED_BY_DATA.filter((field) => fields.includes(field))
    if (fixed.length > 0 && (await hasOwnData(tx)))
      return err({ code: 'has_data', details: { fields: fixed } })
    const { defaultClientId, ...change } = asked.change
    if (defaultClientId !== undefined && fields.includes('defaultClientId')) {
      const made = await makeDefaultClient(tx, defaultClientId)
      if (!made.ok) return made
    }
    await updateSettings(tx, change)
    const changed = changedOf(fields, before, { ...before, ...asked.change })
    if (fixed.length === 0) return ok({ view: null, events: [changed] })
    // Metrics of the books without a row would keep the currency that was.
    const gone = [...(await removeSampleData(tx)), ...(await removeUnfed(tx, []))]
    return ok({ view: null, events: [changed, ...gone] })
  })
  return result.ok ? ok(null) : result
}

/** Settings with the client that is the default one, which is marked in the list of clients. */
type Before = Settings & { defaultClientId: string | null }

function fieldsOf(before: Before, { change }: SettingsChange): (keyof SettingsChange['change'])[] {
  // The keys of a parsed change are those of its shape.
  const given = Object.keys(change) as (keyof SettingsChange['change'])[]
  return given.filter((field) => change[field] !== undefined && change[field] !== before[field])
}

function changedOf(fields: (keyof SettingsChange['change'])[], before: Before, after: Before): NewEvent {
  const pick = (from: Before) => Object.fromEntries(fields.map((field) => [field, from[field] ?? null]))
  return workspaceChanged.of('workspace', { fields, before: pick(before), after: pick(after) })
}

/** The settings as the workspace itself has them, for the copy in the directory. Throws while they cannot be read. */
export async function currentSettings(tenant: Tenant): Promise<WorkspaceSettings> {
  const settings = await tenant.read(readSettings)
  if (settings === null) throw new Error('the workspace has no settings yet')
  const { slug: _slug, ...rest } = settings
  return rest
}

/** What may be brought back of the settings. */
async function restorable(tx: TenantTx): Promise<{ state: SettingsState; version: number } | null> {
  const settings = await readSettings(tx)
  if (settings === null) return null
  const { name, industry, country, timeZone, currency, weekStart, fiscalYearStartMonth, version } = settings
  const defaultClientId = await readDefaultClientId(tx)
  const state = {
    name,
    industry,
    country,
    timeZone,
    currency,
    weekStart,
    fiscalYearStartMonth,
    defaultClientId,
  }
  return { state, version }
}

/** What the workspace was set to; null before it was provisioned. */
export async function readSettingsHistory(tx: TenantTx): Promise<RecordHistory | null> {
  const now = await restorable(tx)
  return now && { version: now.version, versions: await readSettingsVersions(tx, now.state) }
}

/** What a role or the settings were after an event, as far as today's form knows it; null when the log has none such. */
export async function stateAt(tenant: Tenant, { of, seq }: AskedState): Promise<object | null> {
  const ready = await tenant.ready()
  if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
  return tenant.read(async (tx) => {
    if (of.kind === 'role') return findRoleAt(tx, of.id, seq)
    const now = await restorable(tx)
    return now && findSettingsAt(tx, now.state, seq)
  })
}
