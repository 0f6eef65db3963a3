import { plural } from '../../lib/i18n.ts'

/** Sentences about letting people of Orrery look in. */
export const words = {
  title: 'Support access',
  off: 'Nobody at Orrery can see anything in this workspace. If you want help with it, you can let support look: for a time you choose, and without changing anything. Every look stands in the audit.',
  allow: 'Let support look',
  reason: 'What should support look at?',
  reasonHint: 'It stands in the audit, beside what they looked at.',
  reasonMissing: 'Say what support should look at, up to 200 characters',
  hours: 'For how long',
  hoursOf: (hours: number) => plural(hours, { one: 'One hour', other: `${hours} hours` }),
  allowed: 'Support can look now',
  on: 'Open',
  until: (when: string) => `Support can look until ${when}.`,
  by: (name: string, when: string) => `Allowed by ${name}, ${when}.`,
  end: 'End it now',
  ended: 'Support is out again',
  audit: 'See what they looked at',
} as const
