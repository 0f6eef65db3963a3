import type { Region, Revocation, TenantSpec } from '../../contracts/workspaces.ts'

/** What the control plane tells a tenant object. Each call may be repeated; each has the same effect once or twice. */
export interface TenantPort {
  provision(spec: TenantSpec): Promise<unknown>
  revoke(list: Revocation[]): Promise<unknown>
  wipe(): Promise<unknown>
}

/** A fresh stub every time: a stub that threw once must not be used again. */
export type OpenTenant<T extends TenantPort = TenantPort> = (tenantId: string, region?: Region) => T
