import { createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'

/** `live` numbers arrive; `quiet` a short drop nobody needs to see; then `reconnecting`, then `offline`. */
export type ConnectionState = 'idle' | 'live' | 'quiet' | 'reconnecting' | 'offline'
export interface PersonHere {
  id: string
  name: string
  page: string
}
export interface JobState {
  status: string
  done: number
  total: number
  counts: Record<string, number>
}

const [connection, setConnection] = createSignal<ConnectionState>('idle')
/** When the last word came from the server, epoch milliseconds; the offline strip names it. */
const [lastHeardMs, setLastHeardMs] = createSignal<number | null>(null)
const [peopleHere, setPeopleHere] = createSignal<readonly PersonHere[]>([])
const [jobs, setJobs] = createStore<Record<string, JobState>>({})

/** Progress of a running job by its subject, such as `import:ID`; undefined when none is known. */
export function jobOf(subject: string): JobState | undefined {
  return jobs[subject]
}

/** Notes how far a job is. */
export function setJob(subject: string, state: JobState): void {
  setJobs(subject, state)
}

/** Forgets everything the socket told us; used when the workspace changes. */
export function clearLive(): void {
  setPeopleHere([])
  setJobs(reconcile({}))
  setConnection('idle')
}

export { connection, lastHeardMs, peopleHere, setConnection, setLastHeardMs, setPeopleHere }
