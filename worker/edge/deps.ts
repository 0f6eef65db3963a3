import { openControl } from '../../db/d1/client.ts'
import { type Auth, openAuth } from '../auth/auth.ts'
import { openMail } from '../auth/mail.ts'
import type { OidcSettings } from '../auth/oidc.ts'
import { SigningKeys } from '../auth/signing-keys.ts'
import type { Env } from '../platform/env.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { randomSecret } from '../platform/secrets.ts'
import type { ControlDeps } from '../workspaces/deps.ts'
import type { TokenDeps } from '../workspaces/program-sessions.ts'
import { noteAccountChange } from '../workspaces/security.ts'
import { announceSessionEnd, endAllSessions } from '../workspaces/sessions.ts'
import type { SsoDeps } from '../workspaces/sso.ts'
import type { CallsLeft } from './auth-limits.ts'
import { readCorsOrigins } from './cors.ts'
import { PrincipalCache } from './principal-cache.ts'
import { securityHeaders } from './security-headers.ts'
import { type PersonNamespace, type TenantNamespace, type TenantStub, tenantOpener } from './tenant-stub.ts'
import { TraceBudget } from './trace-budget.ts'

/** Refused attempts one isolate writes down in a minute. */
const TRACES_PER_MINUTE = 120

/** The bindings the front door uses. */
export type EdgeEnv = Pick<
  Env,
  | 'DB'
  | 'ASSETS'
  | 'ENVIRONMENT'
  | 'PUBLIC_ORIGIN'
  | 'BETTER_AUTH_SECRET'
  | 'SEAL_KEY'
  | 'MAIL_FROM'
  | 'MAIL_ENDPOINT'
  | 'MAIL_KEY'
  | 'GOOGLE_CLIENT_ID'
  | 'GOOGLE_CLIENT_SECRET'
  | 'GOOGLE_ISSUER'
  | 'DNS_RESOLVER'
  | 'CORS_ORIGINS'
> & { TENANT: TenantNamespace; PERSON: PersonNamespace }

/** Clock, chance and log, so that tests can choose them. */
export interface EdgeRuntime {
  log: Log
  now: () => Date
  newId: () => string
  /** Calls to providers people sign in by. */
  fetch: (url: string, init: RequestInit) => Promise<Response>
  newSecret: () => string
}

export interface EdgeDeps extends TokenDeps, SsoDeps {
  env: EdgeEnv
  auth: () => Auth
  openTenant: (tenantId: string, region?: Parameters<ReturnType<typeof tenantOpener>>[1]) => TenantStub
  principals: PrincipalCache
  /** Origins our own pages have; the first is the public one. */
  origins: string[]
  /** Other sites whose pages may call the API, with a key or a token and never with a cookie. */
  corsOrigins: readonly string[]
  /** How many calls are left, by the call that was counted last. */
  callsLeft: WeakMap<Request, CallsLeft>
  /** How many refused attempts a minute are noted here. */
  traceBudget: TraceBudget
  /** What every answer carries. */
  securityHeaders: Readonly<Record<string, string>>
  /** The same with those of JSON that nobody stores: what an answer of a workspace begins with. Copied, never changed. */
  answerHeaders: Headers
}

/** The real clock and chance. */
export function systemRuntime(log: Log): EdgeRuntime {
  return {
    log,
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
    newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
    newSecret: randomSecret,
  }
}

/** True on the machine of a developer, never in a deployment. */
export const isLocal = (env: Pick<EdgeEnv, 'ENVIRONMENT'>): boolean => env.ENVIRONMENT === 'local'

/** Everything the front door works with, made once per isolate by the composition root. */
export function openEdgeDeps(env: EdgeEnv, runtime: EdgeRuntime): EdgeDeps {
  const db = openControl(env.DB)
  const site = new URL(env.PUBLIC_ORIGIN)
  const origins = originsOf(site, isLocal(env))
  const https = site.protocol === 'https:'
  const principals = new PrincipalCache()
  const mail = openMail(env, db, runtime)
  const control: ControlDeps & Pick<EdgeRuntime, 'fetch'> = {
    db,
    openTenant: tenantOpener(env.TENANT),
    mail,
    origin: site.origin,
    ...runtime,
  }
  const open = () =>
    openAuth({
      db,
      mail,
      log: runtime.log,
      newId: runtime.newId,
      now: runtime.now,
      origin: site.origin,
      trustedOrigins: origins,
      secret: env.BETTER_AUTH_SECRET,
      secureCookies: https,
      providers: providersOf(env),
      fetch: runtime.fetch,
      // Browsers know no passkeys for an address of numbers; on a developer's machine they work under its name.
      passkeyDomain: isLocal(env) ? 'localhost' : site.hostname,
      onSessionEnding: (session) => announceSessionEnd(control, session),
      onPasswordReset: async (personId) => {
        principals.forgetCredentials((await endAllSessions(control, personId, null)).ended)
        const seen = { at: runtime.now(), caller: '', place: null, userAgent: null }
        await noteAccountChange(control, personId, 'password_reset', seen)
      },
    })
  // The library draws random numbers when it starts, which the runtime forbids before the first request.
  let auth: Auth | undefined
  return {
    ...control,
    env,
    sealKey: env.SEAL_KEY,
    dnsResolver: env.DNS_RESOLVER || DNS_RESOLVER,
    mayCallLocal: isLocal(env),
    tokenSecret: env.BETTER_AUTH_SECRET,
    signing: new SigningKeys({ db, sealKey: env.SEAL_KEY, now: runtime.now, newId: runtime.newId }),
    openTenant: tenantOpener(env.TENANT),
    principals,
    callsLeft: new WeakMap(),
    traceBudget: new TraceBudget(TRACES_PER_MINUTE),
    origins,
    corsOrigins: readCorsOrigins(env.CORS_ORIGINS),
    securityHeaders: securityHeaders(https),
    answerHeaders: new Headers({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...securityHeaders(https),
    }),
    auth: () => {
      auth ??= open()
      return auth
    },
  }
}

const DNS_RESOLVER = 'https://cloudflare-dns.com/dns-query'
const GOOGLE_ISSUER = 'https://accounts.google.com'

/** The providers that are set up here. */
export function providersOf(env: EdgeEnv): OidcSettings[] {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, GOOGLE_ISSUER: issuer } = env
  if (!clientId || !clientSecret) return []
  return [{ id: 'google', name: 'Google', issuer: issuer || GOOGLE_ISSUER, clientId, clientSecret }]
}

/** Origins a browser may call from. Locally both names of the machine, on the port of the site. */
function originsOf(site: URL, local: boolean): string[] {
  if (!local) return [site.origin]
  return [site.origin, `http://localhost:${site.port}`, `http://127.0.0.1:${site.port}`]
}
