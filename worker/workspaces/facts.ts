import type { ControlDeps } from './deps.ts'
import type { NewEvent } from './events.ts'
import type { NewFact } from './facts.repository.ts'

/** What somebody did in a workspace, as its log is to be told. Stored in the batch of the change, so neither is there alone. */
export const factBy = (
  deps: Pick<ControlDeps, 'newId' | 'now'>,
  by: { tenantId: string; id: string },
  event: NewEvent,
): NewFact => ({
  id: deps.newId(),
  tenantId: by.tenantId,
  actor: `person:${by.id}`,
  at: deps.now(),
  event,
})
