import type { JsonTemplate } from './define.ts'

export type Variables = Readonly<Record<string, string>>

const NAME = /\{([A-Za-z][A-Za-z0-9]*)\}/g

/** The names a template uses. */
export function namesIn(template: string): string[] {
  return Array.from(template.matchAll(NAME), (match) => match[1] ?? '')
}

// A name of the variables only: `constructor` is one of every object.
const textFor = (variables: Variables, name: string): string =>
  Object.hasOwn(variables, name) ? (variables[name] ?? '') : ''

/** A template with its names filled in; null when one of them is empty or unknown, so that what it stands for is left out. */
export function fill(template: string, variables: Variables): string | null {
  let isComplete = true
  const text = template.replaceAll(NAME, (_all, name: string) => {
    const value = textFor(variables, name)
    if (value === '') isComplete = false
    return value
  })
  return isComplete ? text : null
}

/** A part of an address: each value is encoded, so that an id with a slash in it does not lead elsewhere. */
export function fillPath(template: string, variables: Variables): string {
  return template.replaceAll(NAME, (_all, name: string) => {
    const value = textFor(variables, name)
    if (value === '') throw new Error(`nothing is known for {${name}} of an address`)
    return encodeURIComponent(value)
  })
}

/** A JSON body with its templates filled in; members whose template cannot be filled are left out. */
export function fillBody(template: JsonTemplate, variables: Variables): JsonTemplate | undefined {
  if (typeof template === 'string') return fill(template, variables) ?? undefined
  if (template === null || typeof template !== 'object') return template
  if (Array.isArray(template))
    return template.map((part) => fillBody(part, variables)).filter((part) => part !== undefined)
  const filled = Object.entries(template).map(([name, part]) => [name, fillBody(part, variables)] as const)
  return Object.fromEntries(filled.filter(([, part]) => part !== undefined)) as JsonTemplate
}
