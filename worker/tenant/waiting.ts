import type { WaitingSpan } from '../metrics/rules/waiting.ts'
import { readWaitingSpans } from '../metrics/waiting.service.ts'
import type { Tenant } from './tenant.ts'

/**
 * Between which days amounts wait for a rate, remembered until an event moves numbers. Apart from the facts, because a page of a sync
 * moves numbers and leaves the facts, and the answers kept with them, as they are.
 */
export class Waiting {
  private readonly tenant: Tenant
  private known: Promise<WaitingSpan[]> | null = null

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  spans(): Promise<WaitingSpan[]> {
    if (this.known !== null) return this.known
    const reading = this.tenant.read(readWaitingSpans)
    this.known = reading
    reading.catch(() => {
      if (this.known === reading) this.known = null
    })
    return reading
  }

  drop(): void {
    this.known = null
  }
}
