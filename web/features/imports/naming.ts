const KEY_CHARS_MAX = 63

/**
 * Key of a metric made from its label: `Net revenue (GBP)` is `net_revenue_gbp`. Accents are dropped; a label without any
 * usable letter gives `metric`.
 */
export function keyFromLabel(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, KEY_CHARS_MAX)
    .replace(/_+$/, '')
  return plain === '' ? 'metric' : plain
}

/** Words of a column name in lower case: `UnitPrice`, `unit_price` and `unit price` are all `unit price`. */
export function wordsOf(column: string): string {
  return column
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** A label made from a column name: `unit_price` is `Unit price`. */
export function labelFromColumn(column: string): string {
  const words = wordsOf(column)
  return words === '' ? column : words.charAt(0).toUpperCase() + words.slice(1)
}
