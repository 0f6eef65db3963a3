import type { RejectCode } from '../../../contracts/imports.ts'
import { FORMULA_NODES_MAX } from '../../../contracts/limits.ts'
import { err, ok, type Result, unreachable } from '../../../contracts/result.ts'
import { add, type Decimal, decimalOf, divide, multiply, negate, subtract } from './decimals.ts'

// A parser of our own and not jsep: column names may hold spaces, dots and any letter, and stand in brackets or
// backquotes, which a JavaScript grammar reads as arrays and templates.

type Operator = '+' | '-' | '*' | '/'

/** Arithmetic over the fields of a row. Columns are indexes of the file. */
export type Expression =
  | { kind: 'number'; value: Decimal }
  | { kind: 'column'; index: number }
  | { kind: 'negate'; of: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }

export type ExpressionRefusal =
  | { code: 'bad_expression'; reason: string; at: number }
  | { code: 'unknown_column'; column: string }

type Token =
  | { kind: 'number'; at: number; text: string }
  | { kind: 'name'; at: number; text: string }
  | { kind: 'sign'; at: number; text: string }

const TOKEN = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|`([^`]+)`|\[([^\]]+)\]|([\p{L}_][\p{L}\p{N}_.]*)|([-+*/()]))/uy
const NUMBER_DIGITS_MAX = 30

/** Index of the column of that name: exactly, else the only one that differs in case or outer spaces; -1 for none. */
export function columnIndex(name: string, columns: readonly string[]): number {
  const exact = columns.indexOf(name)
  if (exact !== -1) return exact
  const wanted = name.trim().toLowerCase()
  const alike = columns.flatMap((column, index) => (column.trim().toLowerCase() === wanted ? [index] : []))
  return alike.length === 1 ? (alike[0] ?? -1) : -1
}

/** Reads an expression. A text that is exactly a column name is that column, whatever signs the name contains. */
export function parseExpression(
  text: string,
  columns: readonly string[],
): Result<Expression, ExpressionRefusal> {
  const whole = columns.indexOf(text.trim())
  if (whole !== -1) return ok({ kind: 'column', index: whole })
  const tokens = tokensOf(text)
  if (!tokens.ok) return tokens
  return new Parser(tokens.value, columns, text.length).parse()
}

/** The columns an expression reads, each once. */
export function columnsOf(expression: Expression): number[] {
  switch (expression.kind) {
    case 'number':
      return []
    case 'column':
      return [expression.index]
    case 'negate':
      return columnsOf(expression.of)
    case 'binary':
      return [...new Set([...columnsOf(expression.left), ...columnsOf(expression.right)])]
    default:
      return unreachable(expression)
  }
}

function tokensOf(text: string): Result<Token[], ExpressionRefusal> {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) return bad(`“${text.slice(from, from + 10).trim()}” is not understood`, from)
    const [, number, quoted, bracketed, bare, sign] = match
    const name = quoted ?? bracketed ?? bare
    if (number !== undefined) tokens.push({ kind: 'number', at: from, text: number })
    else if (name !== undefined) tokens.push({ kind: 'name', at: from, text: name })
    else tokens.push({ kind: 'sign', at: from, text: sign ?? '' })
    if (tokens.length > FORMULA_NODES_MAX * 2) return bad('it is too long', from)
  }
  return ok(tokens)
}

function bad(reason: string, at: number): Result<never, ExpressionRefusal> {
  return err({ code: 'bad_expression', reason, at })
}

/** Recursive descent; the bound on nodes also bounds the depth. */
class Parser {
  private readonly tokens: readonly Token[]
  private readonly columns: readonly string[]
  private readonly length: number
  private next = 0
  private nodes = 0

  constructor(tokens: readonly Token[], columns: readonly string[], length: number) {
    this.tokens = tokens
    this.columns = columns
    this.length = length
  }

  parse(): Result<Expression, ExpressionRefusal> {
    const expression = this.sum()
    if (!expression.ok) return expression
    const left = this.tokens[this.next]
    return left === undefined ? expression : bad(`“${left.text}” was not expected`, left.at)
  }

  private sum(): Result<Expression, ExpressionRefusal> {
    return this.chain(['+', '-'], () => this.product())
  }

  private product(): Result<Expression, ExpressionRefusal> {
    return this.chain(['*', '/'], () => this.operand())
  }

  private chain(
    operators: readonly Operator[],
    operand: () => Result<Expression, ExpressionRefusal>,
  ): Result<Expression, ExpressionRefusal> {
    let left = operand()
    while (left.ok) {
      const operator = operators.find((one) => this.isSign(one))
      if (operator === undefined) return left
      this.next += 1
      const right = operand()
      if (!right.ok) return right
      left = this.node({ kind: 'binary', operator, left: left.value, right: right.value })
    }
    return left
  }

  private operand(): Result<Expression, ExpressionRefusal> {
    const token = this.tokens[this.next]
    if (token === undefined) return bad('it ends too early', this.length)
    this.next += 1
    if (token.kind === 'number') return this.number(token)
    if (token.kind === 'name') {
      const index = columnIndex(token.text, this.columns)
      return index === -1
        ? err({ code: 'unknown_column', column: token.text })
        : this.node({ kind: 'column', index })
    }
    this.nodes += 1
    if (this.nodes > FORMULA_NODES_MAX) return bad('it is too long', token.at)
    if (token.text === '-') {
      const of = this.operand()
      return of.ok ? ok({ kind: 'negate', of: of.value }) : of
    }
    if (token.text !== '(') return bad(`“${token.text}” was not expected`, token.at)
    const inner = this.sum()
    if (!inner.ok) return inner
    if (!this.isSign(')')) return bad('a bracket is not closed', token.at)
    this.next += 1
    return inner
  }

  private number(token: Token): Result<Expression, ExpressionRefusal> {
    const [whole = '', fraction = ''] = token.text.split('.')
    if (whole.length + fraction.length > NUMBER_DIGITS_MAX) return bad('a number is too long', token.at)
    return this.node({ kind: 'number', value: decimalOf(whole + fraction, fraction.length, false) })
  }

  private isSign(text: string): boolean {
    const token = this.tokens[this.next]
    return token !== undefined && token.kind === 'sign' && token.text === text
  }

  private node(expression: Expression): Result<Expression, ExpressionRefusal> {
    this.nodes += 1
    return this.nodes > FORMULA_NODES_MAX ? bad('it is too long', 0) : ok(expression)
  }
}

/** A field that cannot be used; `column` is its index, null for the result of arithmetic. */
export interface Fault {
  readonly code: RejectCode
  readonly column: number | null
}

/** Null is blank: nothing was recorded. */
export type Evaluated = Decimal | Fault | null
export type Evaluate = (fields: readonly string[]) => Evaluated

export function isFault(value: Decimal | Fault): value is Fault {
  return 'code' in value
}

const DIVISION_BY_ZERO: Fault = { code: 'division_by_zero', column: null }

/** Turns an expression into a function of a row. `readColumn` gives the exact number in a column, blank or a fault. */
export function compileExpression(expression: Expression, readColumn: (index: number) => Evaluate): Evaluate {
  switch (expression.kind) {
    case 'number': {
      const { value } = expression
      return () => value
    }
    case 'column':
      return readColumn(expression.index)
    case 'negate': {
      const of = compileExpression(expression.of, readColumn)
      return (fields) => {
        const value = of(fields)
        return value === null || isFault(value) ? value : negate(value)
      }
    }
    case 'binary': {
      const left = compileExpression(expression.left, readColumn)
      const right = compileExpression(expression.right, readColumn)
      const apply = operations[expression.operator]
      return (fields) => {
        const a = left(fields)
        if (a !== null && isFault(a)) return a
        const b = right(fields)
        if (b === null || isFault(b)) return b
        return a === null ? null : apply(a, b)
      }
    }
    default:
      return unreachable(expression)
  }
}

const operations: Readonly<Record<Operator, (left: Decimal, right: Decimal) => Decimal | Fault>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': (left, right) => divide(left, right) ?? DIVISION_BY_ZERO,
}
