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

let oldestReplySeq: number | null = null

/** Notes which event number an answer was read at, so that a socket opened later can tell whether it is old. */
export function noteReplySeq(seq: number): void {
  oldestReplySeq = oldestReplySeq === null ? seq : Math.min(oldestReplySeq, seq)
}

/** True when an answer on screen was read before event `seq`, so that what happened between was heard by nobody. */
export function isBehind(seq: number): boolean {
  return oldestReplySeq !== null && oldestReplySeq < seq
}

/** Forgets everything the socket told us; used when the workspace changes. */
export function clearLive(): void {
  oldestReplySeq = null
  setPeopleHere([])
  setJobs(reconcile({}))
  setConnection('idle')
}

export { connection, lastHeardMs, peopleHere, setConnection, setLastHeardMs, setPeopleHere }
