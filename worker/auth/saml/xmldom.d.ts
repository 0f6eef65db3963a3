/**
 * The part of `@xmldom/xmldom` that is used. Its own declarations bring those of a browser with them, where a server has no window; the
 * paths of tsconfig.json put these in their place.
 */
export interface XmlNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly localName: string
  readonly namespaceURI: string | null
  readonly childNodes: XmlList<XmlNode>
  readonly attributes: XmlList<{ localName: string; namespaceURI: string | null; value: string }>
}

interface XmlList<Item> {
  readonly length: number
  item(at: number): Item
}

type Complaint = (message: string) => void

export class DOMParser {
  constructor(options: { errorHandler: { warning: Complaint; error: Complaint; fatalError: Complaint } })
  /** Nothing for an empty text. */
  parseFromString(text: string, type: 'text/xml'): XmlNode | undefined
}
