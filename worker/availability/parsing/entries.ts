import ICAL from 'ical.js'
import { z } from 'zod'

/** A property as jCal (RFC 7265) writes it: name, parameters, type, values. */
const Property = z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()], z.unknown())
export type Property = z.infer<typeof Property>

/** A component: name, properties, and what stands in it. */
export interface Component {
  name: string
  properties: readonly Property[]
  parts: readonly unknown[]
}
const Shape = z.tuple([z.string(), z.array(Property), z.array(z.unknown())])

/** The calendars of a text with how many entries were left out, or why there are none. */
export type Calendars =
  | { ok: true; calendars: Component[]; skipped: number }
  | { ok: false; code: 'not_calendar' | 'broken' }

/** A component of its jCal form. Throws when it has another. */
export function componentOf(form: unknown): Component {
  const [name, properties, parts] = Shape.parse(form)
  return { name, properties, parts }
}

/** Reads a text as calendars. One that stops in the middle is broken, so that half of a calendar is never taken for all of it. */
export function readCalendars(text: string): Calendars {
  const body = text.replace(/^\uFEFF/, '').trim()
  if (!/^BEGIN:VCALENDAR\s/i.test(body)) return { ok: false, code: 'not_calendar' }
  const whole = parsed(body)
  if (whole !== null) return { ok: true, calendars: whole, skipped: 0 }
  return oneByOne(body)
}

function parsed(text: string): Component[] | null {
  try {
    // Its result is of no type; what matters of it is checked here.
    const found = ICAL.parse(text) as unknown[]
    // Several in one text come as a list, one comes as itself.
    const forms = typeof found[0] === 'string' ? [found] : found
    return forms.map(componentOf)
  } catch {
    return null
  }
}

/** The parser gives a text up at the first entry it cannot read: the others are read without it. */
function oneByOne(body: string): Calendars {
  const entries: Component[] = []
  let skipped = 0
  const rest = body.replace(/^BEGIN:VEVENT\r?\n(?:(?!BEGIN:VEVENT)[^\n]*\n)*?END:VEVENT\r?\n/gim, (entry) => {
    const found = parsed(entry.trim())
    if (found === null) skipped += 1
    else entries.push(...found)
    return ''
  })
  const frames = /END:VCALENDAR$/i.test(rest) ? parsed(rest) : null
  const [first] = frames ?? []
  if (frames === null || first === undefined) return { ok: false, code: 'broken' }
  // Which of several calendars an entry stood in is lost; what matters of them is the zones.
  const parts = [...frames.flatMap((frame) => frame.parts), ...entries.map(formOf)]
  return { ok: true, calendars: [{ ...first, parts }], skipped }
}

const formOf = ({ name, properties, parts }: Component) => [name, properties, parts]

/** The first property of a name. */
export const propertyOf = (component: Component, name: string): Property | undefined =>
  component.properties.find(([is]) => is === name)

/** All values of all properties of a name, each with its property. */
export const valuesOf = (component: Component, name: string): { property: Property; value: unknown }[] =>
  component.properties
    .filter(([is]) => is === name)
    .flatMap((property) => property.slice(3).map((value) => ({ property, value })))

/** The value of a property of text, in capitals, as the words of the format are compared. */
export function wordOf(component: Component, name: string): string | null {
  const value = propertyOf(component, name)?.[3]
  return typeof value === 'string' ? value.toUpperCase() : null
}
