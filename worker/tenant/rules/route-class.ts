/** What a call costs the workspace: a reading, a change, work that goes over everything, or one of the many parts of a file. */
export type RouteClass = 'read' | 'write' | 'heavy' | 'part'

const API = '/api/v1/'
/** Whole files out, whole files in, and what follows the log from its beginning. */
const HEAVY =
  /^(GET (audit\/(export|verification)|imports\/[^/]+\/rejects\.csv|backups\/[^/]+\/download)|POST (imports\/[^/]+\/commit|backups(\/[^/]+\/proof)?|audit\/heads|sample-data))$/
const PART = /^PUT imports\/uploads\/[^/]+\/parts\//
/** Questions come as POST because they are long; they change nothing. */
const ASKING = /^POST (metrics\/query|imports\/[^/]+\/preview|booking-settings\/preview)$/

/** The class of a call by its method and path. */
export function routeClassOf(method: string, path: string): RouteClass {
  // Most calls are decided by their first letters.
  const isReading = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  const call = `${method} ${path.startsWith(API) ? path.slice(API.length) : path}`
  if (HEAVY.test(call)) return 'heavy'
  if (PART.test(call)) return 'part'
  return isReading || ASKING.test(call) ? 'read' : 'write'
}
