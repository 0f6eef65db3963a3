/** Sentences about the history of a record. */
export const words = {
  open: 'History',
  title: (name: string) => `History of ${name}`,
  what: 'History',
  now: 'As it is now',
  removed: 'Removed since',
  was: 'As it was',
  byNobody: 'Orrery',
  you: 'You',
  key: (name: string) => `Key ${name}`,
  someone: 'Somebody who left',
  unknownTime: 'at a time nobody noted',
  restore: 'Restore this version',
  restored: (name: string) => `${name} is as it was then`,
  same: 'Nothing that can be compared changed.',
  none: 'No earlier versions',
  noneSay: 'Rows that were replaced are kept for 30 days, changes of records for as long as the audit.',
} as const
