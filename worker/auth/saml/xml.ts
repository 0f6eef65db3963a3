/** An element with its names resolved. Text stands among the children as it reads, entities replaced. */
export interface XmlElement {
  prefix: string
  local: string
  /** Empty when it is in no namespace. */
  namespace: string
  attributes: readonly XmlAttribute[]
  /** Every prefix that means something here; the default namespace is the empty one. */
  scope: ReadonlyMap<string, string>
  children: readonly (XmlElement | string)[]
}

export interface XmlAttribute {
  prefix: string
  local: string
  namespace: string
  value: string
}

/** The text is not XML, or holds something that no identity provider needs and that parsers are known to read in different ways. */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused'
}

const DEPTH_MAX = 50
const NODES_MAX = 20_000
const NAME = /[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?/y
const SPACE = /[ \t\r\n]*/y
const DECLARATION = /^<\?xml[ \t\r\n][^?>]*\?>/
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&/g
const NOT_XML = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'

export interface XmlOptions {
  /** Skips comments instead of refusing them. Only for texts that nothing depends on being signed. */
  isCommented?: boolean
}

/**
 * Reads a small part of XML, in one way: elements, attributes, text. Document types, comments, processing instructions, CDATA and
 * entities of its own are refused, because signatures have been got around with each of them.
 */
export function parseXml(text: string, options: XmlOptions = {}): XmlElement {
  if (NOT_XML.test(text)) throw new XmlRefused('a character that XML does not have')
  return new Parser(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'), options).document()
}

class Parser {
  private at = 0
  private nodes = 0
  private readonly text: string
  private readonly options: XmlOptions

  constructor(text: string, options: XmlOptions) {
    this.text = text
    this.options = options
    this.at = DECLARATION.exec(text)?.[0].length ?? 0
  }

  document(): XmlElement {
    this.between()
    const root = this.element(new Map([['xml', XML_NAMESPACE]]), 0)
    this.between()
    if (this.at !== this.text.length) throw new XmlRefused('something behind the document')
    return root
  }

  /** Space, and comments where they are allowed, around the document. */
  private between(): void {
    do this.match(SPACE)
    while (this.comment())
  }

  private comment(): boolean {
    if (!this.text.startsWith('<!--', this.at)) return false
    if (!this.options.isCommented) throw new XmlRefused('a comment')
    const end = this.text.indexOf('-->', this.at)
    if (end < 0) throw new XmlRefused('a comment without an end')
    this.at = end + 3
    return true
  }

  private element(outer: ReadonlyMap<string, string>, depth: number): XmlElement {
    this.nodes += 1
    if (depth > DEPTH_MAX || this.nodes > NODES_MAX) throw new XmlRefused('too much of it')
    this.expect('<')
    const name = this.name()
    const { attributes, scope, isEmpty } = this.startTag(outer)
    const [prefix, local] = partsOf(name)
    const element = { prefix, local, namespace: namespaceOf(prefix, scope), attributes, scope }
    if (isEmpty) return { ...element, children: [] }
    const children = this.content(scope, depth)
    this.expect('</')
    if (this.name() !== name) throw new XmlRefused('an end without its beginning')
    this.match(SPACE)
    this.expect('>')
    return { ...element, children }
  }

  private startTag(outer: ReadonlyMap<string, string>): {
    attributes: XmlAttribute[]
    scope: ReadonlyMap<string, string>
    isEmpty: boolean
  } {
    const raw = new Map<string, string>()
    let isEmpty = false
    for (;;) {
      const hasSpace = this.match(SPACE) !== ''
      isEmpty = this.text.startsWith('/>', this.at)
      if (isEmpty || this.text[this.at] === '>') break
      if (!hasSpace) throw new XmlRefused('attributes that are not apart')
      const name = this.name()
      if (raw.has(name)) throw new XmlRefused('an attribute twice')
      raw.set(name, this.attributeValue())
    }
    this.at += isEmpty ? 2 : 1
    const scope = new Map(outer)
    for (const [name, value] of raw) declare(scope, name, value)
    return { attributes: resolved(raw, scope), scope, isEmpty }
  }

  private attributeValue(): string {
    this.match(SPACE)
    this.expect('=')
    this.match(SPACE)
    const quote = this.text[this.at]
    if (quote !== '"' && quote !== "'") throw new XmlRefused('an attribute without quotes')
    const end = this.text.indexOf(quote, this.at + 1)
    if (end < 0) throw new XmlRefused('an attribute without an end')
    const raw = this.text.slice(this.at + 1, end)
    if (raw.includes('<')) throw new XmlRefused('< in an attribute')
    this.at = end + 1
    return decoded(raw.replace(/[\t\n]/g, ' '))
  }

  private content(scope: ReadonlyMap<string, string>, depth: number): (XmlElement | string)[] {
    const children: (XmlElement | string)[] = []
    while (!this.text.startsWith('</', this.at)) {
      const next = this.text.indexOf('<', this.at)
      if (next < 0) throw new XmlRefused('a beginning without its end')
      if (next > this.at) {
        const raw = this.text.slice(this.at, next)
        if (raw.includes(']]>')) throw new XmlRefused(']]> in text')
        children.push(decoded(raw))
        this.at = next
      } else if (!this.comment()) children.push(this.element(scope, depth + 1))
    }
    return children
  }

  private name(): string {
    return this.match(NAME)
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    // Also what `<!` and `<?` begin: neither is a name.
    if (found === null) throw new XmlRefused('a name that is none')
    this.at += found[0].length
    return found[0]
  }

  private expect(what: string): void {
    if (!this.text.startsWith(what, this.at)) throw new XmlRefused(`no ${what} where one belongs`)
    this.at += what.length
  }
}

function partsOf(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}

function declare(scope: Map<string, string>, name: string, value: string): void {
  const [prefix, local] = partsOf(name)
  if (name === 'xmlns') scope.set('', value)
  if (prefix !== 'xmlns') return
  if (local === 'xml' || local === 'xmlns' || value === '' || value === XML_NAMESPACE)
    throw new XmlRefused('a namespace that cannot be declared')
  scope.set(local, value)
}

function resolved(raw: ReadonlyMap<string, string>, scope: ReadonlyMap<string, string>): XmlAttribute[] {
  const attributes: XmlAttribute[] = []
  for (const [name, value] of raw) {
    const [prefix, local] = partsOf(name)
    if (name === 'xmlns' || prefix === 'xmlns') continue
    const namespace = prefix === '' ? '' : namespaceOf(prefix, scope)
    if (attributes.some((each) => each.local === local && each.namespace === namespace))
      throw new XmlRefused('an attribute twice')
    attributes.push({ prefix, local, namespace, value })
  }
  return attributes
}

function namespaceOf(prefix: string, scope: ReadonlyMap<string, string>): string {
  const namespace = scope.get(prefix)
  if (namespace === undefined && prefix !== '') throw new XmlRefused('a prefix that means nothing')
  return namespace ?? ''
}

function decoded(raw: string): string {
  return raw.replace(ENTITY, (_whole, named?: string, decimal?: string, hex?: string) => {
    if (named !== undefined) return entities[named] ?? ''
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : 0
    const char = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\0'
    if (NOT_XML.test(char)) throw new XmlRefused('an entity of its own')
    return char
  })
}

/** Elements among the children, of one name. */
export const childrenOf = (element: XmlElement, namespace: string, local: string): XmlElement[] =>
  element.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && child.local === local && child.namespace === namespace,
  )

/** The element itself and every element in it. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) if (typeof child !== 'string') yield* everyElement(child)
}

/** An attribute without a namespace; null when it is not there. */
export const attributeOf = (element: XmlElement, local: string): string | null =>
  element.attributes.find((each) => each.local === local && each.namespace === '')?.value ?? null

/** What stands in an element that holds text only; null when it holds anything else. */
export function textOf(element: XmlElement | undefined): string | null {
  if (element === undefined || element.children.some((child) => typeof child !== 'string')) return null
  return element.children.join('').trim()
}
