const THIN_FRACTION = /^(-?)(\d*)(?:\.(\d+))?$/

/** How a cell reads with a decimal point or comma, written plainly: `1.234` is `1.234` or `1,234`. */
export function numberIn(cell: string, style: 'point' | 'comma'): string {
  const digits = cell.replace(/[^\d.,-]/g, '')
  const plain = style === 'point' ? digits.replaceAll(',', '') : digits.replaceAll('.', '').replace(',', '.')
  const match = THIN_FRACTION.exec(plain)
  if (!match) return cell
  const [, minus = '', whole = '', fraction] = match
  const grouped = (whole === '' ? '0' : whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${minus === '' ? '' : '−'}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** Decimals a column of exact decimal texts needs, so that all its figures line up; money has at least two. */
export function decimalsOf(cells: readonly string[], isMoney: boolean): number {
  const needed = cells.map((cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? (cell.split('.')[1]?.length ?? 0) : 0))
  return Math.max(isMoney ? 2 : 0, ...needed)
}

/** Exact decimal text with separators and a fixed number of decimals; anything else comes back as it is. */
export function alignedNumber(cell: string, decimals: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(cell)
  if (!match) return cell
  const [, minus = '', whole = '', fraction = ''] = match
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${minus === '' ? '' : '−'}${grouped}${decimals === 0 ? '' : `.${fraction.padEnd(decimals, '0')}`}`
}
