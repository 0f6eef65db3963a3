import type { ClientView, UpdateClient } from '../../../contracts/clients.ts'

/** Which clients the page lists, as its address says. */
export interface ClientsShown {
  text: string
  archived: 'no' | 'yes' | 'all'
  cursor: string | null
}

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** Reads the address; what is not known there is the list of open clients. */
export function clientsShown(search: Search): ClientsShown {
  const archived = one(search.archived)
  return {
    text: (one(search.q) ?? '').trim(),
    archived: archived === 'yes' || archived === 'all' ? archived : 'no',
    cursor: one(search.cursor) ?? null,
  }
}

/** What a client's form holds: texts, never null. */
export interface ClientFields extends Record<string, unknown> {
  name: string
  externalId: string
  industry: string
}

export const clientFields = ['name', 'externalId', 'industry'] as const
export type ClientField = (typeof clientFields)[number]

export const fieldsOf = (client: ClientView | null): ClientFields => ({
  name: client?.name ?? '',
  externalId: client?.externalId ?? '',
  industry: client?.industry ?? '',
})

/** Only what differs from the client that was opened, so that what others changed elsewhere stays theirs. */
export function changeOf(before: ClientFields, after: ClientFields): UpdateClient {
  const change: UpdateClient = {}
  if (after.name !== before.name) change.name = after.name
  if (after.externalId !== before.externalId) change.externalId = after.externalId
  if (after.industry !== before.industry) change.industry = after.industry === '' ? null : after.industry
  return change
}

/** Fields that both changed, each to something else: only these need a decision. */
export function clashes(base: ClientFields, mine: ClientFields, theirs: ClientFields): ClientField[] {
  return clientFields.filter(
    (field) => mine[field] !== base[field] && theirs[field] !== base[field] && mine[field] !== theirs[field],
  )
}

/** Theirs, with what only I changed laid over it. */
export function merged(base: ClientFields, mine: ClientFields, theirs: ClientFields): ClientFields {
  const pick = (field: ClientField) => (mine[field] === base[field] ? theirs[field] : mine[field])
  return { name: pick('name'), externalId: pick('externalId'), industry: pick('industry') }
}
