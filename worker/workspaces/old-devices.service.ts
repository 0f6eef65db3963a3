import { SESSION_ABSOLUTE_SECONDS } from '../../contracts/session.ts'
import { openControl } from '../../db/d1/client.ts'
import { deleteSessionsOfMembers } from './authority.repository.ts'

/** Deletes what is left of devices of a workspace's members that are past their time, and so let nobody in any more; gives how many. */
export const endOldDevices = (binding: D1Database, tenantId: string, now: Date): Promise<number> =>
  deleteSessionsOfMembers(openControl(binding), tenantId, {
    endedBefore: now,
    begunBefore: new Date(now.getTime() - SESSION_ABSOLUTE_SECONDS * 1000),
  })
