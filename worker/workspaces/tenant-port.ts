import type { ControlFact, NotedFacts } from '../../contracts/control-facts.ts'
import type { WipeProof } from '../../contracts/deletion.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import type { AskedState } from '../../contracts/history.ts'
import type { AskedPerson, PersonEntries } from '../../contracts/privacy.ts'
import type { AskedLinkTarget, HiredProfile, LinkTargetRefusal } from '../../contracts/profile-links.ts'
import type { RestoreCall, RestoreSource } from '../../contracts/restore.ts'
import type { Result } from '../../contracts/result.ts'
import type {
  Region,
  Revocation,
  SettingsChange,
  TenantSpec,
  WorkspaceSettings,
} from '../../contracts/workspaces.ts'

/** What the control plane tells a tenant object. Each call may be repeated; each has the same effect once or twice. */
export interface TenantPort {
  provision(spec: TenantSpec): Promise<unknown>
  revoke(list: Revocation[]): Promise<unknown>
  wipe(): Promise<WipeProof>
  /** The log is told what happened in the control plane, in this order. */
  noteFacts(facts: ControlFact[]): Promise<NotedFacts>
  /** What a copy of the workspace is read by; null when there is none, its status while it is not whole. */
  restoreSource(asked: { v: 1; backupId: string }): Promise<RestoreSource | { status: string } | null>
  /** Puts rows of a copy of another workspace back, some files a call. */
  restore(call: RestoreCall): Promise<{ done: number; total: number }>
  /** What the log says of a person, page by page. */
  entriesOfPerson(asked: AskedPerson): Promise<PersonEntries>
  /** The object owns the settings: it decides, and the directory copies. */
  changeSettings(asked: SettingsChange): Promise<Result<null, { code: ErrorCode; details?: unknown }>>
  settings(): Promise<WorkspaceSettings>
  /** What a role or the settings were after an event of the log; null when it has none such. */
  stateAt(asked: AskedState): Promise<object | null>
  /** Whether an artist may be linked to a profile, and whose an application brought. */
  linkTarget(asked: AskedLinkTarget): Promise<Result<{ profile: HiredProfile | null }, LinkTargetRefusal>>
  /** Of these ids, those of clients the workspace has. */
  knownClients(asked: { v: 1; ids: readonly string[] }): Promise<string[]>
}

/** A fresh stub every time: a stub that threw once must not be used again. */
export type OpenTenant<T extends TenantPort = TenantPort> = (tenantId: string, region?: Region) => T
