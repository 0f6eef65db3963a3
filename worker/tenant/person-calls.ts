import { DurableObject } from 'cloudflare:workers'
import { type Env, personCalls } from '../platform/env.ts'
import { type CallDecision, Limiter } from './limiter.ts'
import { routeClassOf } from './rules/route-class.ts'

/**
 * Counts what one person asks outside of workspaces, wherever in the world they ask it. It keeps nothing but the count, in memory, as the
 * objects of workspaces do.
 */
export class PersonCalls extends DurableObject<Env> {
  private readonly limiter = new Limiter(personCalls(this.env))

  /** Counts a call that the front door answers. */
  async countCall({ method, path }: { v: 1; method: string; path: string }): Promise<CallDecision> {
    return this.limiter.take('person', this.ctx.id.toString(), routeClassOf(method, path), Date.now())
  }
}
