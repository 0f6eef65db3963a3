import type {
  AskedFile,
  FoundFile,
  PortfolioFile,
  PortfolioItem,
  PortfolioOwner,
} from '../../contracts/portfolio.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { Result } from '../../contracts/result.ts'
import type { TenantAnswer, TenantCall, TextAnswer } from '../../contracts/tenant-call.ts'
import type { Region, TenantSpec } from '../../contracts/workspaces.ts'
import type { NewImport } from '../imports/service.ts'
import type { EditedItem, PortfolioRefusal } from '../portfolios/service.ts'
import type { TenantPort } from '../workspaces/tenant-port.ts'

/** By what a call is counted. */
export interface CountedCall {
  v: 1
  method: string
  path: string
}

/** Whether a call passes, and what is left of the limit that it is nearest to. */
export interface CountOfCall {
  allowed: boolean
  limit: number
  remaining: number
  resetSeconds: number
  of: 'caller' | 'workspace'
}

/** What the front door asks of a tenant object. Arguments are additive and carry `v`. */
export interface TenantStub extends TenantPort {
  /** Opens a socket; every other call is a `call`. */
  fetch(request: Request): Promise<Response>
  call(principal: Principal, call: TenantCall): Promise<TenantAnswer>
  ask(principal: Principal, text: string, requestId: string): Promise<TextAnswer>
  /** Counts a call that the front door answers itself. */
  countCall(principal: Principal, call: CountedCall): Promise<CountOfCall>
  admitUpload(principal: Principal): Promise<{ code: 'unauthenticated' } | null>
  addImport(
    principal: Principal,
    commandId: string,
    file: NewImport,
  ): Promise<{ status: number; body: string }>
  admitPortfolioFile(
    principal: Principal,
    of: { owner: PortfolioOwner; itemId: string },
  ): Promise<PortfolioRefusal | null>
  addPortfolioFile(
    principal: Principal,
    asked: { commandId: string; owner: PortfolioOwner; file: PortfolioFile },
  ): Promise<Result<PortfolioItem | null, PortfolioRefusal>>
  notePortfolioThumbnail(
    principal: Principal,
    asked: { commandId: string; owner: PortfolioOwner; itemId: string },
  ): Promise<Result<EditedItem, PortfolioRefusal>>
  portfolioFile(principal: Principal, asked: AskedFile): Promise<FoundFile | null>
  /** The calendar behind a secret address. */
  calendarFeed(asked: { v: 1; feedId: string }): Promise<string | null>
  seedDemo(spec: TenantSpec): Promise<unknown>
  /** Does the work of the night now. */
  night(): Promise<void>
  rebuild(): Promise<{ isEqual: boolean; bucketsBefore: number; bucketsAfter: number }>
}

/** The part of a Durable Object namespace the front door uses. */
export interface TenantNamespace {
  getByName(name: string, options?: { locationHint?: DurableObjectLocationHint }): TenantStub
}

/** The objects that count what people ask outside of workspaces, by the id of the person. */
export interface PersonNamespace {
  getByName(personId: string): { countCall(call: CountedCall): Promise<CountOfCall> }
}

/** An object is created near the Postgres of its region; the hint counts at the first call only. */
const locationHints: Record<Region, DurableObjectLocationHint> = {
  eu: 'weur',
  us: 'enam',
  apac: 'apac',
  oce: 'oc',
}

/** Opens tenant objects by id. Call it again after any error: a stub that threw is not used twice. */
export function tenantOpener(namespace: TenantNamespace) {
  return (tenantId: string, region?: Region): TenantStub =>
    region
      ? namespace.getByName(tenantId, { locationHint: locationHints[region] })
      : namespace.getByName(tenantId)
}
