import { sql } from 'drizzle-orm'
import { bookings } from '../../db/schema/bookings.ts'

/** What time has done to a booking by the clock of the database, whether anybody has ended it yet or not. */

export const hasRunOut = sql`${bookings.status} = 'hold' and ${bookings.expiresAt} <= now()`

/**
 * Challenges that nobody has answered in time. Whoever asked may have been let go themselves for want of an answer before that, whoever
 * asked them too, and so on: of such a chain the last one counts, so the one before it does not, and so on by turns.
 */
const unanswered = sql`(
  with recursive chain as (
    select c.tenant_id, c.against_id as head, c.booking_id, c.due_at, c.id, 1 as length
    from booking_challenges c join bookings m on m.tenant_id = c.tenant_id and m.id = c.booking_id
    where c.state = 'open' and c.due_at <= now() and not (m.status = 'hold' and m.expires_at <= c.due_at)
      and not exists (select from booking_settings s
        where s.tenant_id = c.tenant_id and s.unanswered = 'escalate' and s.escalate_to is not null)
    union all
    select k.tenant_id, k.head, d.booking_id, d.due_at, d.id, k.length + 1
    from chain k
      join booking_challenges d on d.tenant_id = k.tenant_id and d.against_id = k.booking_id
        and d.state = 'open' and (d.due_at, d.id) < (k.due_at, k.id)
      join bookings m on m.tenant_id = d.tenant_id and m.id = d.booking_id
    where not (m.status = 'hold' and m.expires_at <= d.due_at)
  )
  select tenant_id, head from chain group by tenant_id, head having max(length) % 2 = 1)`

/** Nobody answered a challenge of it in time, and the time goes. */
export const wasLetGo = sql`${bookings.status} in ('hold', 'pencil') and (${bookings.tenantId}, ${bookings.id}) in ${unanswered}`

/** Time has not ended it. */
export const isLeftByTime = sql`not (${hasRunOut}) and not (${wasLetGo})`
