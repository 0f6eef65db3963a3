import type { ConnectorView } from '../../../contracts/connections.ts'

export type Category = ConnectorView['category']

/** The categories there are connectors for, in the order in which the catalogue names them first. */
export function categoriesIn(connectors: readonly ConnectorView[]): Category[] {
  return [...new Set(connectors.map((one) => one.category))]
}

/** The connectors of a category whose name, summary or contents have all the words looked for; usable ones first. */
export function found(
  connectors: readonly ConnectorView[],
  text: string,
  category: Category | null,
): ConnectorView[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  return connectors
    .filter((one) => category === null || one.category === category)
    .filter((one) => {
      const words = [one.name, one.provider, one.summary, ...one.reads].join(' ').toLowerCase()
      return wanted.every((word) => words.includes(word))
    })
    .toSorted((a, b) => Number(b.isAvailable) - Number(a.isAvailable) || a.name.localeCompare(b.name))
}

/** The category an address asks for; null when it names none that is there. */
export function categoryIn(asked: unknown, categories: readonly Category[]): Category | null {
  return categories.find((category) => category === asked) ?? null
}
