import { PRINCIPAL_KEPT_MS } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { Region } from '../../contracts/workspaces.ts'

export interface KeptPrincipal {
  principal: Principal
  region: Region
}

export const PRINCIPALS_KEPT_MAX = 10_000

interface Entry extends KeptPrincipal {
  until: number
}

/**
 * Principals of this isolate, for at most PRINCIPAL_KEPT_MS, under the credential and workspace they were read for (decision
 * 0020). Names are never given out. A revocation reaches other isolates through the tenant object, which refuses what has ended.
 */
export class PrincipalCache {
  private readonly entries = new Map<string, Entry>()

  get size(): number {
    return this.entries.size
  }

  get(key: string, nowMs: number): KeptPrincipal | null {
    const entry = this.entries.get(key)
    if (!entry) return null
    if (entry.until > nowMs) return entry
    this.entries.delete(key)
    return null
  }

  /** @param endsAtMs when the credential itself ends, or null. */
  put(key: string, kept: KeptPrincipal, nowMs: number, endsAtMs: number | null): void {
    this.entries.delete(key)
    // The oldest stand first. What has run out goes although nobody asked for it again: it names a credential.
    for (const [oldest, { until }] of this.entries) {
      if (until > nowMs && this.entries.size < PRINCIPALS_KEPT_MAX) break
      this.entries.delete(oldest)
    }
    const until = Math.min(nowMs + PRINCIPAL_KEPT_MS, endsAtMs ?? Number.POSITIVE_INFINITY)
    this.entries.set(key, { principal: kept.principal, region: kept.region, until })
  }

  forget(key: string): void {
    this.entries.delete(key)
  }

  /** Drops everything read for one workspace, after a change of its members or keys. */
  forgetTenant(tenantId: string): void {
    this.forgetWhere((principal) => principal.tenantId === tenantId)
  }

  /** Drops everything that rests on these sessions or keys. */
  forgetCredentials(credentialIds: readonly string[]): void {
    this.forgetWhere((principal) => credentialIds.includes(principal.credentialId))
  }

  private forgetWhere(matches: (principal: Principal) => boolean): void {
    for (const [key, entry] of this.entries) if (matches(entry.principal)) this.entries.delete(key)
  }
}
