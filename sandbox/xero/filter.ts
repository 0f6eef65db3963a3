/** What a condition may name. Days compare as their midnight in UTC, ms; ids and codes as text. */
export type FieldValue = string | number
export type Fields<T> = Readonly<Record<string, (item: T) => FieldValue>>
export type Condition<T> = (item: T) => boolean

/** A condition that Xero would not understand either; the message goes to the caller. */
export class QueryParseProblem extends Error {
  override readonly name = 'QueryParseProblem'
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(DateTime\s*\(\s*\d{4}\s*,\s*\d{1,2}\s*,\s*\d{1,2}\s*\))|(guid\s*\(\s*"[^"]*"\s*\))|(-?\d+(?:\.\d+)?)|(&&|\|\||==|!=|>=|<=|>|<|\(|\)|=)|([A-Za-z][\w.]*))/iy

/** Reads `Type=="ACCREC" AND (Status=="PAID" OR Date>=DateTime(2026,3,1))` and the like. */
export function parseWhere<T>(text: string, fields: Fields<T>): Condition<T> {
  const tokens = tokensOf(text)
  let at = 0
  const next = (): string => tokens[at++] ?? ''
  const isOperator = (...names: string[]): boolean => names.includes((tokens[at] ?? '').toUpperCase())

  const any = (): Condition<T> => {
    let left = all()
    while (isOperator('OR', '||')) {
      at += 1
      const [first, second] = [left, all()]
      left = (item) => first(item) || second(item)
    }
    return left
  }
  const all = (): Condition<T> => {
    let left = one()
    while (isOperator('AND', '&&')) {
      at += 1
      const [first, second] = [left, one()]
      left = (item) => first(item) && second(item)
    }
    return left
  }
  const one = (): Condition<T> => {
    if (isOperator('(')) {
      at += 1
      const inner = any()
      if (next() !== ')') throw new QueryParseProblem("')' or operator expected")
      return inner
    }
    return comparison()
  }
  const comparison = (): Condition<T> => {
    const name = next()
    const method = /^(.+)\.(StartsWith|Contains|EndsWith)$/.exec(name)
    const read = fields[method?.[1] ?? name]
    if (read === undefined) throw new QueryParseProblem(`No property or field '${name}' exists in this type`)
    if (method) return called(read, method[2] ?? '')
    const operator = next()
    const expected = literal(next())
    return compared(read, operator, expected)
  }
  const called = (read: (item: T) => FieldValue, method: string): Condition<T> => {
    if (next() !== '(') throw new QueryParseProblem("'(' expected")
    const expected = String(literal(next()))
    if (next() !== ')') throw new QueryParseProblem("')' or ',' expected")
    if (method === 'StartsWith') return (item) => String(read(item)).startsWith(expected)
    if (method === 'EndsWith') return (item) => String(read(item)).endsWith(expected)
    return (item) => String(read(item)).includes(expected)
  }
  const condition = any()
  if (at < tokens.length) throw new QueryParseProblem(`Syntax error at '${tokens[at]}'`)
  return condition
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  let end = 0
  while (end < text.trimEnd().length) {
    const match = TOKEN.exec(text)
    if (match === null) throw new QueryParseProblem(`Syntax error at position ${end}`)
    tokens.push(match[0].trim())
    end = TOKEN.lastIndex
  }
  return tokens
}

function literal(token: string): FieldValue {
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(.)/g, '$1')
  const day = /^DateTime\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/i.exec(token)
  if (day) return Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]))
  const guid = /^guid\s*\(\s*"([^"]*)"/i.exec(token)
  if (guid) return (guid[1] ?? '').toLowerCase()
  if (/^-?\d/.test(token)) return Number(token)
  throw new QueryParseProblem('Expression expected')
}

function compared<T>(read: (item: T) => FieldValue, operator: string, expected: FieldValue): Condition<T> {
  const check = (item: T): FieldValue => {
    const value = read(item)
    if (typeof value !== typeof expected)
      throw new QueryParseProblem(`Operator '${operator}' incompatible with operand types`)
    return value
  }
  switch (operator) {
    case '==':
    case '=':
      return (item) => check(item) === expected
    case '!=':
      return (item) => check(item) !== expected
    case '>':
      return (item) => check(item) > expected
    case '>=':
      return (item) => check(item) >= expected
    case '<':
      return (item) => check(item) < expected
    case '<=':
      return (item) => check(item) <= expected
    default:
      throw new QueryParseProblem('Operator expected')
  }
}

/** Reads `UpdatedDateUTC DESC, InvoiceNumber`. */
export function parseOrder<T>(text: string, fields: Fields<T>): (a: T, b: T) => number {
  const parts = text.split(',').map((part) => {
    const [name = '', direction = 'ASC', ...rest] = part.trim().split(/\s+/)
    const read = fields[name]
    const isDirection = /^(ASC|DESC)$/i.test(direction)
    if (read === undefined || !isDirection || rest.length > 0)
      throw new QueryParseProblem(`No property or field '${part.trim()}' exists in this type`)
    return { read, sign: direction.toUpperCase() === 'DESC' ? -1 : 1 }
  })
  return (a, b) => {
    for (const { read, sign } of parts) {
      const [left, right] = [read(a), read(b)]
      if (left !== right) return left < right ? -sign : sign
    }
    return 0
  }
}
