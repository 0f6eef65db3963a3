import { DOMParser, type XmlNode } from '@xmldom/xmldom'

/** An element as it was read, with its names resolved. */
export interface XmlElement {
  local: string
  /** Empty when it is in no namespace. */
  namespace: string
  attributes: readonly XmlAttribute[]
  children: readonly (XmlElement | string)[]
  /** The same element for whoever needs the document itself. */
  node: XmlNode
}

export interface XmlAttribute {
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
/** Kinds of nodes, as the DOM numbers them. */
const ELEMENT = 1
const TEXT = 3
const INSTRUCTION = 7
const COMMENT = 8
/** Where namespaces are declared is known to the parser; nobody reads it as an attribute. */
const XMLNS = 'http://www.w3.org/2000/xmlns/'

export interface XmlOptions {
  /** Skips comments instead of refusing them. Only for texts that nothing depends on being signed. */
  isCommented?: boolean
}

/**
 * Reads elements, attributes and text. Document types, comments, processing instructions, CDATA and entities of its own are refused,
 * because signatures have been got around with each of them; and so is whatever the parser warns of.
 */
export function parseXml(text: string, options: XmlOptions = {}): XmlElement {
  return new Reader(options).read(documentOf(text.replace(/^\uFEFF/, '')))
}

function documentOf(text: string): XmlNode {
  const refuse = (message: string) => {
    throw new XmlRefused(message)
  }
  try {
    const parser = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } })
    const document = parser.parseFromString(text, 'text/xml')
    if (document) return document
  } catch (error) {
    throw error instanceof XmlRefused ? error : new XmlRefused(String(error))
  }
  throw new XmlRefused('no document')
}

class Reader {
  private nodes = 0
  private readonly options: XmlOptions

  constructor(options: XmlOptions) {
    this.options = options
  }

  /** The one element of a document. */
  read(document: XmlNode): XmlElement {
    const around = nodesOf(document).filter((node) => !this.isSkipped(node))
    const [first, ...rest] = around
    const isDeclared = first?.nodeType === INSTRUCTION && first.nodeName === 'xml'
    const [root, ...more] = (isDeclared ? rest : around).filter((node) => !isSpace(node))
    if (root?.nodeType !== ELEMENT || more.length > 0) throw new XmlRefused('something beside the document')
    return this.element(root, 0)
  }

  private element(node: XmlNode, depth: number): XmlElement {
    this.nodes += 1
    if (depth > DEPTH_MAX || this.nodes > NODES_MAX) throw new XmlRefused('too much of it')
    const children = nodesOf(node)
      .filter((child) => !this.isSkipped(child))
      .map((child) => {
        if (child.nodeType === TEXT) return child.nodeValue ?? ''
        if (child.nodeType === ELEMENT) return this.element(child, depth + 1)
        throw new XmlRefused(`a ${child.nodeName}`)
      })
    const attributes = Array.from({ length: node.attributes.length }, (_, at) => node.attributes.item(at))
      .filter((attribute) => attribute.namespaceURI !== XMLNS)
      .map(({ localName, namespaceURI, value }) => ({
        local: localName,
        namespace: namespaceURI ?? '',
        value,
      }))
    return { local: node.localName, namespace: node.namespaceURI ?? '', attributes, children, node }
  }

  private isSkipped(node: XmlNode): boolean {
    return node.nodeType === COMMENT && this.options.isCommented === true
  }
}

const nodesOf = (parent: XmlNode): XmlNode[] =>
  Array.from({ length: parent.childNodes.length }, (_, at) => parent.childNodes.item(at))

const isSpace = (node: XmlNode) => node.nodeType === TEXT && (node.nodeValue ?? '').trim() === ''

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
