import { listOf } from '../../lib/i18n.ts'

/** Sentences about who else is here. */
export const words = {
  looking: (names: readonly string[]) =>
    `${listOf([...names])} ${names.length === 1 ? 'is' : 'are'} looking at this too.`,
  editing: (names: readonly string[]) =>
    `${listOf([...names])} ${names.length === 1 ? 'is' : 'are'} changing this now.`,
} as const
