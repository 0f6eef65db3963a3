/**
 * Which clients somebody reaches, decided in one place for server and web alike. Without the schema library, as the permissions,
 * because the shell of the web app reads it.
 */

/** All clients, also those to come, or the named ones and no other. */
export type ClientScope = 'all' | readonly string[]

/** So many clients one membership can name; more of them are a role for all. */
export const CLIENTS_OF_MEMBER_MAX = 100

/** True when somebody with this scope may know that the client is there. */
export function reaches(scope: ClientScope, clientId: string): boolean {
  return scope === 'all' || scope.includes(clientId)
}

/** True when `inner` holds no client that `outer` does not hold: nobody hands out more than they reach themselves. */
export function coversClients(outer: ClientScope, inner: ClientScope): boolean {
  if (outer === 'all') return true
  return inner !== 'all' && inner.every((id) => outer.includes(id))
}

/** What a viewer may be told of somebody's scope: of named clients those that the viewer reaches too. */
export function shownScope(viewer: ClientScope, scope: ClientScope): ClientScope {
  return scope === 'all' ? 'all' : scope.filter((id) => reaches(viewer, id))
}

/** What both reach. */
export function sharedClients(one: ClientScope, other: ClientScope): ClientScope {
  if (one === 'all') return other
  return other === 'all' ? one : one.filter((id) => other.includes(id))
}

/** Scopes that reach the same have the same key. It is part of the name of whatever is kept for some callers and not for others. */
export function scopeKey(scope: ClientScope): string {
  return scope === 'all' ? '*' : [...new Set(scope)].sort().join()
}
