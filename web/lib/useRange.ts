import { useSearchParams } from '@solidjs/router'
import { type Accessor, createMemo } from 'solid-js'
import { useNow } from './clock.ts'
import { type CalendarRules, type Range, type RangeChoice, rangeFromQuery, rangeToQuery } from './range.ts'
import { useFormat, useWorkspace } from './session.tsx'

/** The range of this page, read from the address, and the way to change it: a deliberate change is a step in the history. */
export function useRange(): {
  range: Accessor<Range>
  rules: Accessor<CalendarRules>
  setRange: (choice: RangeChoice) => void
} {
  const [query, setQuery] = useSearchParams()
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useNow()
  const rules = createMemo<CalendarRules, CalendarRules | undefined>(
    () => ({
      today: format().today(now()),
      weekStart: workspace().weekStart,
      fiscalYearStartMonth: workspace().fiscalYearStartMonth,
    }),
    undefined,
    {
      equals: (a, b) =>
        a.today === b.today &&
        a.weekStart === b.weekStart &&
        a.fiscalYearStartMonth === b.fiscalYearStartMonth,
    },
  )
  const range = createMemo(() => rangeFromQuery(query, rules()))
  return { range, rules, setRange: (choice) => setQuery(rangeToQuery(choice), { scroll: false }) }
}
