import { err, ok, type Result } from '../../../contracts/result.ts'
import { shiftBetween, shifted, wallOf, whenOf } from './wall.ts'
import { type PeriodRefusal, periodOf, type SaidWhen, type When } from './when.ts'

export type TogetherRefusal = PeriodRefusal

/**
 * When several bookings are after the one that is named was given a time: the others are moved by as much, start and end, on the clock of
 * the named one, so that those who meet still meet. Whole days are moved by days. Without a time they stay; only whole days that go to
 * another zone are its days. `days` is how far the named one was moved.
 */
export function movedTogether<B extends When & { id: string }>(
  named: B,
  all: readonly B[],
  said: SaidWhen,
  zones: { from: string; of: (one: B) => string },
): Result<{ times: When[]; days: number }, TogetherRefusal> {
  if (said.days === undefined && said.startTime === undefined) {
    const times = all.map((one) =>
      one.days === null ? one : whenOf(wallOf(one, zones.from), zones.of(one), true),
    )
    return ok({ times, days: 0 })
  }
  const zone = zones.of(named)
  const asked = periodOf(said, zone)
  if (!asked.ok) return asked
  const [was, is] = [wallOf(named, zones.from), wallOf(asked.value, zone)]
  const by = shiftBetween(was, is)
  const areDays = asked.value.days !== null
  const times: When[] = []
  for (const one of all) {
    const wall = shifted(wallOf(one, zones.from), by)
    if (wall === null)
      return err({ code: 'invalid_period', details: { problem: 'one of them would end before it begins' } })
    times.push(one.id === named.id ? asked.value : whenOf(wall, areDays ? zones.of(one) : zone, areDays))
  }
  return ok({ times, days: was.from.toPlainDate().until(is.from.toPlainDate()).days })
}
