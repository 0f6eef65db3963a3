import { FORMULA_NODES_MAX } from '../../../contracts/limits.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import type { Fraction } from './decimals.ts'
import { powerOfTen, unitsOfText } from './decimals.ts'

export type Operator = '+' | '-' | '*' | '/'

/** Arithmetic over metrics. A number is kept as an exact fraction, never as a binary float. */
export type Expression =
  | { kind: 'number'; value: Fraction }
  | { kind: 'metric'; key: string }
  | { kind: 'negate'; operand: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }

/** Why a formula text is refused. `position` counts characters from 1. */
export interface SyntaxRefusal {
  code: 'invalid_formula'
  message: string
  position: number
}

interface Token {
  kind: 'number' | 'key' | 'sign' | 'end'
  text: string
  position: number
}

const tokenForm = /\s*(?:(\d{1,30}(?:\.\d{1,18})?)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/()]))/y
const keyForm = /^[a-z][a-z0-9_]{0,62}$/

/** Thrown inside the parser only, and turned into a refusal at its one entrance. */
class SyntaxProblem {
  readonly refusal: SyntaxRefusal
  constructor(message: string, position: number) {
    this.refusal = { code: 'invalid_formula', message, position }
  }
}

/**
 * Reads `+ - * /`, unary minus, brackets, decimal numbers and metric keys with the usual precedence; refuses everything
 * else, and a formula of more than FORMULA_NODES_MAX parts.
 */
export function parseFormula(text: string): Result<Expression, SyntaxRefusal> {
  try {
    return ok(parseTokens(tokensOf(text)))
  } catch (thrown) {
    if (thrown instanceof SyntaxProblem) return err(thrown.refusal)
    throw thrown
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  tokenForm.lastIndex = 0
  const end = text.trimEnd().length
  while (tokenForm.lastIndex < end) {
    const at = tokenForm.lastIndex
    const match = tokenForm.exec(text)
    if (match === null) {
      const rest = text.slice(at)
      const bad = rest.trimStart()
      const position = at + (rest.length - bad.length) + 1
      throw new SyntaxProblem(
        `"${[...bad][0] ?? ''}" is not part of a formula; use + - * / ( ), numbers and metric keys`,
        position,
      )
    }
    const [whole, number, key, sign] = match
    const lexeme = number ?? key ?? sign ?? ''
    const position = at + whole.length - lexeme.length + 1
    tokens.push({
      kind: number !== undefined ? 'number' : key !== undefined ? 'key' : 'sign',
      text: lexeme,
      position,
    })
  }
  // Brackets and signs nest, so the number of tokens also bounds how deep the parser can recurse.
  const beyond = tokens[FORMULA_NODES_MAX * 2]
  if (beyond !== undefined) throw tooLong(beyond.position)
  tokens.push({ kind: 'end', text: '', position: end + 1 })
  return tokens
}

function tooLong(position: number): SyntaxProblem {
  return new SyntaxProblem(
    `a formula has at most ${FORMULA_NODES_MAX} parts; split it into several metrics`,
    position,
  )
}

/** Recursive descent: sum over product over unary over atom. */
function parseTokens(tokens: readonly Token[]): Expression {
  let next = 0
  let nodes = 0
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', position: 0 }
  const take = (): Token => {
    const token = peek()
    next++
    return token
  }
  const counted = (expression: Expression): Expression => {
    if (++nodes > FORMULA_NODES_MAX) throw tooLong(peek().position)
    return expression
  }

  function chain(operand: () => Expression, operators: string): Expression {
    let left = operand()
    while (peek().kind === 'sign' && operators.includes(peek().text)) {
      const operator = take().text as Operator // one of the characters of `operators`, all of them operators
      left = counted({ kind: 'binary', operator, left, right: operand() })
    }
    return left
  }
  const sum = (): Expression => chain(product, '+-')
  const product = (): Expression => chain(unary, '*/')

  function unary(): Expression {
    if (peek().text !== '-') return atom()
    take()
    return counted({ kind: 'negate', operand: unary() })
  }

  function atom(): Expression {
    const token = take()
    if (token.kind === 'number') return counted({ kind: 'number', value: fractionOfText(token.text) })
    if (token.kind === 'key') {
      if (keyForm.test(token.text)) return counted({ kind: 'metric', key: token.text })
      throw new SyntaxProblem(`"${token.text}" is not a metric key; keys are lower case`, token.position)
    }
    if (token.text === '(') {
      const inner = sum()
      const closing = take()
      if (closing.text !== ')') throw new SyntaxProblem('a bracket is not closed', closing.position)
      return inner
    }
    const found = token.kind === 'end' ? 'the end' : `"${token.text}"`
    throw new SyntaxProblem(`a number, a metric key or a bracket belongs here, not ${found}`, token.position)
  }

  const expression = sum()
  const rest = peek()
  if (rest.kind !== 'end')
    throw new SyntaxProblem(`an operator is missing before "${rest.text}"`, rest.position)
  return expression
}

function fractionOfText(text: string): Fraction {
  const scale = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0
  return { top: unitsOfText(text, scale) ?? 0, bottom: powerOfTen(scale) }
}

/** Keys an expression names, each once, in order of first appearance. */
export function keysOf(expression: Expression): string[] {
  const keys = new Set<string>()
  const visit = (node: Expression): void => {
    if (node.kind === 'metric') keys.add(node.key)
    else if (node.kind === 'negate') visit(node.operand)
    else if (node.kind === 'binary') {
      visit(node.left)
      visit(node.right)
    }
  }
  visit(expression)
  return [...keys]
}
