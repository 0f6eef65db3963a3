import { z } from 'zod'
import { AuditEntry } from './audit.ts'
import type { Principal } from './principal.ts'
import { PASSWORD_CHARS_MAX } from './session.ts'

/** `POST /api/v1/me/erasure`: the address typed again, and whatever else the account asks for. It cannot be undone. */
export const EraseMe = z.strictObject({
  confirmEmail: z.string().max(254),
  password: z.string().min(1).max(PASSWORD_CHARS_MAX).optional(),
  /** Of the app or a recovery code, where a second step is on. */
  code: z.string().max(20).optional(),
})
export type EraseMe = z.infer<typeof EraseMe>

/** What an erasure took away and what was left when it was looked for afterwards, which is nothing. */
export const ErasureProof = z.object({
  personId: z.string(),
  erasedAt: z.iso.datetime(),
  tables: z.array(z.object({ name: z.string(), removed: z.int(), left: z.int() })),
})
export type ErasureProof = z.infer<typeof ErasureProof>

/** A page of what the log of one workspace says of a person. `by` is who takes it out, where that is somebody else. */
export interface AskedPerson {
  v: 1
  personId: string
  after: number
  by: Principal | null
}

/** What the log of one workspace says of a person: a page of it, and where the next begins. */
export interface PersonEntries {
  entries: AuditEntry[]
  next: number | null
}

/** What the control plane keeps about a person. Secrets are in none of it: they prove who somebody is and say nothing about them. */
export const KeptOfPerson = z.object({
  person: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    isAddressConfirmed: z.boolean(),
    isTwoFactorOn: z.boolean(),
    since: z.iso.datetime(),
  }),
  waysToSignIn: z.array(z.object({ provider: z.string(), since: z.iso.datetime() })),
  passkeys: z.array(z.object({ name: z.string(), since: z.iso.datetime() })),
  sessions: z.array(
    z.object({
      device: z.string().nullable(),
      address: z.string().nullable(),
      country: z.string().nullable(),
      city: z.string().nullable(),
      since: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
    }),
  ),
  /** What the front door noted of this person: signing in, being turned away. */
  signIns: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: z.string(),
      detail: z.string(),
      device: z.string().nullable(),
      country: z.string().nullable(),
      city: z.string().nullable(),
      times: z.int(),
    }),
  ),
  memberships: z.array(
    z.object({ workspaceId: z.string(), workspace: z.string(), role: z.string(), since: z.iso.datetime() }),
  ),
  keys: z.array(
    z.object({
      workspaceId: z.string(),
      name: z.string(),
      start: z.string(),
      since: z.iso.datetime(),
      lastUsedAt: z.iso.datetime().nullable(),
    }),
  ),
  invitations: z.array(
    z.object({
      workspaceId: z.string(),
      email: z.string(),
      status: z.string(),
      isByThem: z.boolean(),
      since: z.iso.datetime(),
    }),
  ),
  /** What is on the job board about them; the profile itself is taken out on its page. */
  cards: z.array(z.string()),
  applications: z.array(
    z.object({
      workspaceId: z.string(),
      workspace: z.string(),
      job: z.string(),
      stage: z.string(),
      since: z.iso.datetime(),
    }),
  ),
  /** Artists of other workspaces that are linked to their profile, or were, or are to be. */
  profileLinks: z.array(
    z.object({ workspaceId: z.string(), workspace: z.string(), state: z.string(), since: z.iso.datetime() }),
  ),
  savedJobs: z.array(z.object({ jobId: z.string(), since: z.iso.datetime() })),
  savedSearches: z.array(z.object({ name: z.string(), filter: z.string(), since: z.iso.datetime() })),
  deletionsAsked: z.array(z.object({ workspaceId: z.string(), at: z.iso.datetime() })),
})
export type KeptOfPerson = z.infer<typeof KeptOfPerson>

/** Entries of the log about a person, by workspace. */
const entries = z.record(z.string(), z.array(AuditEntry))

/** `GET /api/v1/me/export`: the whole file. */
export const PersonExport = KeptOfPerson.extend({ madeAt: z.iso.datetime(), entries })

/** What a workspace knows of one member besides what stands in its log. */
export const KeptOfMember = z.object({
  person: KeptOfPerson.shape.person.pick({ id: true, name: true, email: true }),
  membership: KeptOfPerson.shape.memberships.element,
  keys: KeptOfPerson.shape.keys,
})
export type KeptOfMember = z.infer<typeof KeptOfMember>

/** `GET /api/v1/downloads/:tenantId/people/:personId`: the whole file. */
export const MemberExport = KeptOfMember.extend({ madeAt: z.iso.datetime(), entries })
