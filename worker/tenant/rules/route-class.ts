/** What a call costs the workspace: a reading, a change, or work that goes over everything. */
export type RouteClass = 'read' | 'write' | 'heavy'

const API = '/api/v1/'
/** Whole files out, whole files in, and what follows the log from its beginning. */
const HEAVY =
  /^(GET (audit\/(export|verification)|imports\/[^/]+\/rejects\.csv|backups\/[^/]+\/download)|POST (imports\/[^/]+\/commit|backups(\/[^/]+\/proof)?|audit\/heads|sample-data))$/
/** Questions come as POST because they are long; they change nothing. */
const ASKING = /^POST (metrics\/query|imports\/[^/]+\/preview|booking-settings\/preview)$/

/** The class of a call by its method and path. */
export function routeClassOf(method: string, path: string): RouteClass {
  // Most calls are decided by their first letters.
  const isReading = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  const call = `${method} ${path.startsWith(API) ? path.slice(API.length) : path}`
  if (HEAVY.test(call)) return 'heavy'
  return isReading || ASKING.test(call) ? 'read' : 'write'
}
