import { type Context, Hono } from 'hono'
import type { AuditEntry } from '../../contracts/audit.ts'
import type { Principal } from '../../contracts/principal.ts'
import { EraseMe } from '../../contracts/privacy.ts'
import { listSessions } from '../auth/repository.ts'
import { refuse } from '../platform/http-errors.ts'
import { textStream } from '../platform/text-stream.ts'
import { erasePerson } from '../workspaces/erasure.ts'
import { readKept, readKeptInWorkspace } from '../workspaces/person-data.repository.ts'
import { askLibrary, inOurWords } from './auth-library.ts'
import { readJson } from './body.ts'
import { refusalOf } from './control-answers.ts'
import type { EdgeDeps } from './deps.ts'
import { refuseUnproven } from './proof.ts'
import { type EdgeContext, peopleOnly, route, type SessionOf } from './route.ts'
import { traceAccountChange } from './traces.ts'

/** What the log of a workspace says of a person, as texts of a JSON list that is made while it is read. */
async function* entriesIn(
  deps: EdgeDeps,
  tenantId: string,
  personId: string,
  by: Principal | null,
): AsyncGenerator<string> {
  let isFirst = true
  for (let after: number | null = 0; after !== null; ) {
    const page: { entries: AuditEntry[]; next: number | null } = await deps
      .openTenant(tenantId)
      .entriesOfPerson({ v: 1, personId, after, by })
    for (const entry of page.entries) {
      yield `${isFirst ? '' : ',\n'}${JSON.stringify(entry)}`
      isFirst = false
    }
    after = page.next
  }
}

/** Everything about one person: what the control plane keeps, then the entries of each workspace. */
async function* dataOf(
  deps: EdgeDeps,
  kept: object,
  personId: string,
  tenantIds: readonly string[],
  by: Principal | null = null,
): AsyncGenerator<string> {
  const head = JSON.stringify({ madeAt: deps.now().toISOString(), ...kept }, null, 2)
  yield `${head.slice(0, -2)},\n  "entries": {`
  for (const [at, tenantId] of tenantIds.entries()) {
    yield `${at === 0 ? '' : ','}\n${JSON.stringify(tenantId)}: [\n`
    yield* entriesIn(deps, tenantId, personId, by)
    yield '\n]'
  }
  yield '\n}}\n'
}

const fileOf = (texts: AsyncGenerator<string>, name: string) =>
  new Response(textStream(texts), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.json"`,
    },
  })

/** A person takes out what is kept about them. */
async function exportMe(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, sessionOf } = c.var
  const { id } = sessionOf.user
  const kept = await readKept(deps.db, id)
  if (kept === null) return refuse({ code: 'unauthenticated' }, requestId)
  const tenantIds = kept.memberships.map(({ workspaceId }) => workspaceId)
  // Before the file, so that a download that is broken off is noted too.
  await traceAccountChange(deps, c.req.raw, id, 'data_exported')
  return fileOf(dataOf(deps, kept, id, tenantIds), 'orrery-my-data')
}

/** An owner answers for what the workspace keeps of a member. */
async function exportMember(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const { principal } = resolved
  const { tenantId } = principal
  const personId = c.req.param('personId') ?? ''
  const kept = await readKeptInWorkspace(deps.db, tenantId, personId)
  if (kept === null) return refuse({ code: 'not_found' }, requestId)
  return fileOf(dataOf(deps, kept, personId, [tenantId], principal), 'orrery-member-data')
}

const RECOVERY_CODE = /^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/

/** Where a second step is on, erasing takes it too. Null when it was shown, else the refusal. */
async function refuseWithoutCode(
  deps: EdgeDeps,
  request: Request,
  { user }: SessionOf,
  code: string | undefined,
  requestId: string,
): Promise<Response | null> {
  if (!user.twoFactorEnabled) return null
  if (code === undefined || code === '') return refuse({ code: 'wrong_code' }, requestId)
  const path = RECOVERY_CODE.test(code) ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp'
  const answer = await askLibrary(deps, request, path, { code })
  return answer.ok ? null : inOurWords(deps, answer, requestId)
}

/** A person erases their account: the address typed again, the password, the second step where it is on. */
async function eraseMe(c: Context<EdgeContext>): Promise<Response> {
  const { deps, requestId, sessionOf } = c.var
  const input = await readJson(c.req.raw, EraseMe)
  if (!input.ok) return refuse(input.error, requestId)
  const { confirmEmail, password, code } = input.value
  const { id, email } = sessionOf.user
  if (confirmEmail.trim().toLowerCase() !== email.toLowerCase())
    return refuse(
      {
        code: 'invalid_request',
        details: { fields: [{ field: 'confirmEmail', problem: 'is not your address' }] },
      },
      requestId,
    )
  const refused =
    (await refuseUnproven(deps, c.req.raw, sessionOf, password, requestId)) ??
    (await refuseWithoutCode(deps, c.req.raw, sessionOf, code, requestId))
  if (refused) return refused
  const sessions = await listSessions(deps.db, id, deps.now())
  const erased = await erasePerson(deps, { personId: id, email })
  if (!erased.ok) return refuse(refusalOf(erased.error), requestId)
  deps.principals.forgetCredentials(sessions.map((one) => one.id))
  return c.json({ data: erased.value })
}

/** What is kept about a person: taken out by themselves or an owner of their workspace, and erased. */
export function privacyRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/me/export', route('session'), exportMe)
    .post('/me/erasure', route('session'), eraseMe)
    .get('/downloads/:tenantId/people/:personId', route('privacy.manage'), peopleOnly, exportMember)
}
