/** The invented company of the demo workspace, "Harbour & Finch", a studio. Deterministic: the same day gives the same files. */

const CUSTOMERS = [
  ['Kelpline Outdoors', 17],
  ['Saltbush Homes', 13],
  ['Ferrous Coffee Roasters', 11],
  ['Bluegum Dental Group', 8],
  ['Lumenfold', 7],
  ['Quillwave Radio', 6],
  ['Mistral Cycles', 5],
  ['Tidepool Books', 5],
  ['Northlight Theatre', 4],
  ['Paperbark Events', 4],
  ['Ibis & Co', 3],
  ['Granary Lane', 3],
] as const
const SERVICES = [
  ['Studio days', 46],
  ['Retainers', 24],
  ['Post-production', 18],
  ['Kit hire', 12],
] as const
/** Paid every Thursday, a 52nd of the year each time. */
const WEEKLY_COSTS = [['Wages and super', 5_150]] as const
const MONTHLY_COSTS = [
  ['Studio rent and power', 7_400],
  ['Software and hosting', 3_280],
  ['Insurance', 1_240],
] as const
const LOOSE_COSTS = [
  ['Marketing', 610],
  ['Travel and freight', 420],
  ['Repairs', 260],
  ['Training', 190],
] as const
const THURSDAY = 4
/** Fixed, so that a file made on a later day only adds lines. */
const FIRST_DAY = Date.UTC(2024, 8, 1)
const DAY_MS = 86_400_000
const GROWTH_A_MONTH = 0.011
const SALES_A_WEEKDAY = 4.1

/** A file as somebody would upload it. */
export interface DemoFile {
  name: string
  text: string
}

/** Numbers between 0 and 1 from a seed (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function pick<T>(weighted: readonly (readonly [T, number])[], chance: number): T {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  let left = chance * total
  for (const [value, weight] of weighted) {
    left -= weight
    if (left < 0) return value
  }
  const [first] = weighted
  if (first === undefined) throw new Error('nothing to pick from')
  return first[0]
}

const money = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

/** Sales and costs from the first day up to and including `today` (`YYYY-MM-DD`). */
export function demoFiles(today: string): DemoFile[] {
  const end = Date.parse(`${today}T00:00:00Z`)
  const sales = ['Date,Invoice,Customer,Service,Amount,Cost of sales,Orders']
  const costs = ['Date,Bill,Category,Amount']
  const chance = chanceFrom(20_261_120)
  let invoice = 20_000
  let bill = 7_000
  for (let at = FIRST_DAY; at <= end; at += DAY_MS) {
    const date = new Date(at)
    const day = date.toISOString().slice(0, 10)
    const months = (at - FIRST_DAY) / (30.44 * DAY_MS)
    const season = 1 + 0.12 * Math.sin((2 * Math.PI * (date.getUTCMonth() + 2)) / 12)
    const isWeekend = date.getUTCDay() % 6 === 0
    const wanted = SALES_A_WEEKDAY * (isWeekend ? 0.4 : 1) * season
    const count = Math.max(1, Math.floor(wanted + 2.4 * chance() - 0.7))
    for (let i = 0; i < count; i += 1) {
      const customer = pick(CUSTOMERS, chance())
      const service = pick(SERVICES, chance())
      const cents = Math.round((24_000 + 152_000 * chance() ** 2) * (1 + GROWTH_A_MONTH * months))
      const share = 0.33 + 0.11 * chance()
      invoice += 1
      sales.push(
        `${day},HF-${invoice},${customer},${service},${money(cents)},${money(Math.round(cents * share))},1`,
      )
    }
    const due = [
      ...(date.getUTCDay() === THURSDAY ? WEEKLY_COSTS : []),
      ...(date.getUTCDate() === 1 ? MONTHLY_COSTS : []),
    ]
    for (const [category, amount] of due) {
      bill += 1
      const cents = Math.round(amount * 100 * (0.97 + 0.06 * chance()) * (1 + 0.004 * months))
      costs.push(`${day},B-${bill},${category},${money(cents)}`)
    }
    if (!isWeekend && chance() < 0.45) {
      const category = pick(LOOSE_COSTS, chance())
      const base = LOOSE_COSTS.find(([name]) => name === category)?.[1] ?? 100
      bill += 1
      costs.push(`${day},B-${bill},${category},${money(Math.round(base * 100 * (0.4 + 1.3 * chance())))}`)
    }
  }
  return [
    { name: 'job-sheets.csv', text: `${sales.join('\n')}\n` },
    { name: 'running-costs.csv', text: `${costs.join('\n')}\n` },
  ]
}
