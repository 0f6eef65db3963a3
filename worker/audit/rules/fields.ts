import type { AuditChange } from '../../../contracts/audit.ts'
import { AUDIT_FACTS_MAX, AUDIT_TEXT_CHARS_MAX } from '../../../contracts/limits.ts'

/**
 * Names under which a secret could stand. No event holds one; should a later one, it is not shown: this list is the second lock, and a
 * test that walks every kind of event is the first.
 */
const SECRET_NAME =
  /pass(word|phrase)?|secret|token|verifier|cookie|credential|private|sealed|signature|authori[sz]ation|api_?key|otp|recovery|salt/i
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name)

/** What stands in place of a secret. */
export const HIDDEN = '(hidden)'
/** Where rows came from and went is shown by count; days of each metric, or ids of clients, would fill pages. People stand by name in the sentence. */
const LEFT_OUT = new Set(['before', 'after', 'touched', 'clientIds', 'personId', 'fromId', 'toId', 'keyId'])

/** One value of an event as text a person reads. */
function textOf(value: unknown): string {
  const text = Array.isArray(value)
    ? // What holds commas itself is parted by more than a comma.
      value.map(textOf).join(value.some(isFields) ? '; ' : ', ')
    : isFields(value)
      ? recordText(value)
      : typeof value === 'boolean'
        ? value
          ? 'yes'
          : 'no'
        : String(value)
  return text.length <= AUDIT_TEXT_CHARS_MAX ? text : `${text.slice(0, AUDIT_TEXT_CHARS_MAX)}…`
}

/** An inner object: an amount of money and a stretch as they are said, what has a name by that, and else each field with its name. */
function recordText(value: Fields): string {
  const isOnly = (...fields: string[]) => Object.keys(value).every((field) => fields.includes(field))
  const { amount, currency, per, from, to, name, ...rest } = value
  if (isText(amount) && isText(currency) && isOnly('amount', 'currency', 'per'))
    return `${shortest(amount)} ${currency}${isText(per) ? ` per ${per}` : ''}`
  if (isText(from) && isText(to) && isOnly('from', 'to')) return `${from} – ${to}`
  const isNamed = isText(name) && isOnly('name', ...Object.keys(rest))
  const others = Object.entries(isNamed ? rest : value)
    .map(([field, inner]) => `${fieldWords(field)}: ${shownOf(field, inner)}`)
    .join(', ')
  if (!isNamed) return others
  return others === '' ? name : `${name} (${others})`
}
/** Amounts are stored with four decimals; people say those of the cents, and none of whole ones. */
const shortest = (amount: string): string => amount.replace(/(\.\d\d\d*?)0+$/, '$1').replace(/\.00$/, '')
const isText = (value: unknown): value is string => typeof value === 'string'

const shownOf = (name: string, value: unknown): string => (isSecretName(name) ? HIDDEN : textOf(value))

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** `externalId` and `external_id` as `external id`, and `isRemote` as `remote`. */
export function fieldWords(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/^is /, '')
}

/** The fields that differ between `before` and `after` of an event; fields of inner objects by their path. */
export function changesOf(data: unknown): AuditChange[] {
  if (!isFields(data) || !isFields(data.after)) return []
  const before = isFields(data.before) ? data.before : {}
  const { after } = data
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    changeOf(name, before[name], after[name]),
  )
}

function changeOf(name: string, before: unknown, after: unknown): AuditChange[] {
  // The version counts changes; it is not one.
  if (name === 'version' || JSON.stringify(before) === JSON.stringify(after)) return []
  if (isSecretName(name))
    return [{ field: fieldWords(name), before: hiddenOf(before), after: hiddenOf(after) }]
  if (isFields(before) && isFields(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((inner) =>
      changeOf(inner, before[inner], after[inner]),
    )
  }
  if (isEmpty(before) && isEmpty(after)) return []
  return [
    {
      field: fieldWords(name),
      before: isEmpty(before) ? null : textOf(before),
      after: isEmpty(after) ? null : textOf(after),
    },
  ]
}

const hiddenOf = (value: unknown) => (isEmpty(value) ? null : HIDDEN)

/** What else an event holds, by name, inner objects by path. */
export function factsOf(data: unknown): { name: string; value: string }[] {
  if (!isFields(data)) return []
  return Object.entries(data)
    .flatMap(([name, value]) => {
      if (LEFT_OUT.has(name) || isEmpty(value)) return []
      if (isSecretName(name)) return [{ name: fieldWords(name), value: HIDDEN }]
      if (!isFields(value)) return [{ name: fieldWords(name), value: textOf(value) }]
      // What is personal lies in a drawer of its own; a reader need not see the drawer.
      const prefix = name === 'personal' ? '' : `${fieldWords(name)} `
      return Object.entries(value).flatMap(([inner, one]) =>
        isEmpty(one) ? [] : [{ name: `${prefix}${fieldWords(inner)}`, value: shownOf(inner, one) }],
      )
    })
    .slice(0, AUDIT_FACTS_MAX)
}
