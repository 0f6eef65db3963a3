import { median, spread } from './stats.ts'

/** What the rounds of one contender gave, in the unit its measurement gives. */
export interface Measured {
  values: number[]
  median: number
  spread: number
}

/**
 * Runs the contenders one after the other, round by round (A-B-A-B), so that a slow moment of the machine meets all of
 * them. The first round warms up and is thrown away.
 */
export async function interleave<N extends string>(
  rounds: number,
  contenders: Readonly<Record<N, (round: number) => Promise<number>>>,
): Promise<Record<N, Measured>> {
  const names = Object.keys(contenders) as N[]
  const values = new Map<N, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const value = await contenders[name](round)
      if (round > 0) values.get(name)?.push(value)
    }
  }
  const entries = names.map((name) => [name, measured(values.get(name) ?? [])] as const)
  return Object.fromEntries(entries) as Record<N, Measured>
}

/** Median of the ratios within each round: both were measured in the same seconds, so a slow minute leaves it alone. */
export function pairedRatio(subject: Measured, floor: Measured): number {
  return median(subject.values.map((value, round) => value / (floor.values[round] ?? Number.NaN)))
}

export function measured(values: number[]): Measured {
  return { values, median: median(values), spread: spread(values) }
}
