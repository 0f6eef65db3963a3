let isLeaving = false

/** Whether whoever is here is about to be unknown and has something to read first: no answer sends them to the sign-in. */
export const isOnTheWayOut = (): boolean => isLeaving

/** Says so, or takes it back. */
export function setOnTheWayOut(now: boolean): void {
  isLeaving = now
}
