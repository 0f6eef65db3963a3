/** Sentences of the form for days off. */
export const words = {
  kind: 'What it is',
  why: 'Why',
  firstDay: 'First day',
  lastDay: 'Last day',
  allDay: 'All day',
  from: 'From',
  to: 'To',
  titleMissing: 'Say why, in at most 120 characters',
  timesWrong: 'Give a start and an end, such as 09:00 and 17:00',
} as const
