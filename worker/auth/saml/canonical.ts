import type { XmlAttribute, XmlElement } from './xml.ts'

const textEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
}
const valueEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const escapedText = (text: string) => text.replace(/[&<>\r]/g, (char) => textEscapes[char] ?? char)
const escapedValue = (text: string) => text.replace(/[&<"\t\n\r]/g, (char) => valueEscapes[char] ?? char)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const qualified = ({ prefix, local }: { prefix: string; local: string }) =>
  prefix === '' ? local : `${prefix}:${local}`

/**
 * An element as Exclusive XML Canonicalization 1.0 writes it, without comments: the bytes that a signature is made over.
 * @param without an element that is left out: the signature itself.
 * @param inclusive prefixes written as far up as they mean something; `#default` is the default namespace.
 */
export function canonical(
  element: XmlElement,
  without: XmlElement | null = null,
  inclusive: readonly string[] = [],
): string {
  const kept = inclusive.map((prefix) => (prefix === '#default' ? '' : prefix))
  return written(element, new Map(), without, kept)
}

function written(
  element: XmlElement,
  outer: ReadonlyMap<string, string>,
  without: XmlElement | null,
  inclusive: readonly string[],
): string {
  const used = new Set([
    element.prefix,
    ...element.attributes.flatMap(({ prefix }) => (prefix === '' ? [] : [prefix])),
    ...inclusive.filter((prefix) => element.scope.has(prefix)),
  ])
  // Nobody declares it, and so nobody writes it.
  used.delete('xml')
  const rendered = new Map(outer)
  let head = `<${qualified(element)}`
  for (const prefix of [...used].sort(compare)) {
    const uri = element.scope.get(prefix) ?? ''
    if ((outer.get(prefix) ?? '') === uri) continue
    rendered.set(prefix, uri)
    head += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapedValue(uri)}"`
  }
  for (const attribute of [...element.attributes].sort(byName))
    head += ` ${qualified(attribute)}="${escapedValue(attribute.value)}"`
  const inside = element.children.map((child) => {
    if (typeof child === 'string') return escapedText(child)
    return child === without ? '' : written(child, rendered, without, inclusive)
  })
  return `${head}>${inside.join('')}</${qualified(element)}>`
}

const byName = (a: XmlAttribute, b: XmlAttribute) =>
  compare(a.namespace, b.namespace) || compare(a.local, b.local)
