import { plural } from '../../lib/i18n.ts'

const days = (count: number) => `${count} ${plural(count, { one: 'day', other: 'days' })}`
const metrics = (count: number) => `${count} ${plural(count, { one: 'metric', other: 'metrics' })}`
const values = (count: number) => `${count} ${plural(count, { one: 'value', other: 'values' })}`

/** Sentences about values entered by hand. */
export const words = {
  title: 'Enter values',
  sub: 'Numbers nobody else knows: type them by day, or paste them from a spreadsheet.',
  what: 'The values',
  month: { previous: 'Previous month', next: 'Next month', now: 'This month' },
  client: (name: string) => `Client: ${name}`,
  day: 'Day',
  today: 'Today',
  ahead: 'ahead',
  total: 'Month',
  grid: (month: string) => `Values of ${month}`,
  help: 'Type to replace, Enter to change, Delete to clear, Escape to restore. Arrow keys move, with Shift they mark; Tab goes on while typing and leaves the sheet otherwise.',
  count: values,
  marked: (rows: number, columns: number) => `${days(rows)} by ${metrics(columns)} marked`,
  add: {
    button: 'Add metric',
    title: 'Add a metric',
    kind: 'Which metric',
    fresh: 'New',
    existing: 'Existing',
    label: 'Name',
    unit: 'Unit',
    currency: 'Currency',
    aggregation: 'A month is',
    aggregationHint: 'How its days make one figure, here and on every dashboard.',
    direction: 'Good when',
    metric: 'Metric',
    metricHint: 'Metrics that take values and are not on the sheet yet.',
    none: 'Every metric that takes values is on the sheet already.',
    labelMissing: 'Give the metric a name of 1 to 120 characters',
    currencyMissing: 'Choose the currency of the amounts',
    metricMissing: 'Choose a metric',
    taken: (label: string) =>
      `There is a metric ${label} with this name already: choose another name or take that one`,
  },
  aggregations: {
    sum: 'the sum of its days',
    avg: 'the average of its days',
    last: 'the last value',
    min: 'the smallest value',
    max: 'the largest value',
    ratio: 'worked out',
  },
  totals: { sum: 'sum', avg: 'average', last: 'last', min: 'smallest', max: 'largest', ratio: '' },
  units: { money: 'Money', count: 'Number', percent: 'Percent', duration: 'Duration, in seconds' },
  inUnit: { money: '', count: 'number', percent: '%', duration: 'seconds' },
  refused: {
    not_a_number: (text: string) => `“${text}” is not a number`,
    ambiguous: (text: string) =>
      `“${text}” could be two numbers: write ${text.replaceAll('.', ',')} or ${text}0`,
    currency: (text: string, currency: string | null) =>
      currency === null
        ? `“${text}” names a currency; this metric has none`
        : `“${text}” is not in ${currency}`,
    percent: (text: string) => `“${text}” is a percentage; this metric is none`,
    decimals: (text: string, decimals: number) => `“${text}” has more than ${decimals} decimals`,
    too_large: (text: string) => `“${text}” has more than 14 whole digits`,
  },
  from: (names: string) => `from ${names}`,
  plus: (value: string, names: string) => `and ${value} from ${names}`,
  closed: (names: string) => `${names} has this value: change it there`,
  by: (who: string, when: string | null) =>
    when === null ? `entered by ${who}` : `entered by ${who}, ${when}`,
  you: 'you',
  gone: 'somebody who has left',
  key: (name: string) => `the key ${name}`,
  goneKey: 'a program',
  sources: { file: 'a file', api: 'a program', manual: 'a split entered by hand' },
  noValue: 'no value',
  waits: (amount: string) => `${amount} waits for an exchange rate`,
  state: { saving: 'saving', waiting: 'waits to be saved', saved: 'saved', refused: 'not saved' },
  status: {
    saved: 'All values are saved',
    saving: 'Saving…',
    waiting: (count: number) => `${values(count)} not saved: no connection`,
    refused: (count: number) => `${values(count)} not saved`,
    retry: 'Try again',
    show: 'Show',
  },
  said: {
    cleared: (what: string) => `${what} cleared`,
    copied: (count: number) => `${count} cells copied`,
    pasted: (count: number) => `${values(count)} pasted`,
    notRead: (count: number) => `${values(count)} could not be read`,
    outside: (count: number) => `${values(count)} did not fit on the sheet`,
    closed: (count: number) => `${values(count)} left out: another source has them`,
    replaced: (who: string, value: string) => `This replaced ${value}, which ${who} entered meanwhile`,
    undone: 'Undone',
  },
  readOnly: 'You can look at these values. Editors, admins and owners can change them.',
  archived: (name: string) => `${name} is archived. Its values stay as they are.`,
  unknown: 'The client of this link is not in this workspace.',
  own: 'Show your own',
  cut: (shown: number, total: number) =>
    `${shown} of ${total} metrics are shown. Add the others by name with “Add metric”.`,
  metricShown: 'Metric',
  start: {
    title: 'Keep a number by hand',
    say: 'Site visits, headcount, cash in the till: what no system knows can stand on the same dashboards as everything else. Every value says who entered it.',
  },
  leave: {
    title: 'Some values are not saved',
    say: 'They stay here while this page is open, and are lost when you leave it.',
    keep: 'Stay',
    go: 'Leave without them',
    lost: 'Not saved',
  },
} as const
