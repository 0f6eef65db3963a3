import { FORMULA_NODES_MAX } from '../../../contracts/limits.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { err, ok, type Result, unreachable } from '../../../contracts/result.ts'
import { type Expression, keysOf, parseFormula } from './expression.ts'

/** Why a formula cannot be worked out; `message` says what to change. */
export type FormulaRefusal =
  | {
      code: 'invalid_formula'
      message: string
      details: { metric: string; position?: number; loop?: string[]; unknown?: string }
    }
  | { code: 'mixed_currencies'; message: string; details: { metric: string; currencies: string[] } }

/** A formula with every formula it names written out, so that only metrics with rows of their own remain. */
export interface CompiledFormula {
  expression: Expression
  /** Keys of the metrics with rows, in order of first appearance. */
  operands: string[]
}

/** The definitions of a workspace, checked once and kept until one changes. */
export interface Catalogue {
  metrics: ReadonlyMap<string, MetricDefinition>
  formulas: ReadonlyMap<string, CompiledFormula>
  /** Formulas that cannot be worked out. The other metrics still answer. */
  broken: ReadonlyMap<string, FormulaRefusal>
}

/** Reads every formula, in dependency order; one that loops, names an unknown metric or adds currencies is broken. */
export function openCatalogue(definitions: readonly MetricDefinition[]): Catalogue {
  const metrics = new Map(definitions.map((definition) => [definition.key as string, definition]))
  const formulas = new Map<string, CompiledFormula>()
  const broken = new Map<string, FormulaRefusal>()
  for (const key of metrics.keys()) {
    const compiled = compile(key, { metrics, formulas, broken, path: [] })
    if (!compiled.ok) broken.set(key, compiled.error)
  }
  return { metrics, formulas, broken }
}

interface Compilation {
  metrics: ReadonlyMap<string, MetricDefinition>
  formulas: Map<string, CompiledFormula>
  broken: ReadonlyMap<string, FormulaRefusal>
  /** Formulas being compiled, outermost first: meeting one of them again is a loop. */
  path: string[]
}

type Compiled = Result<CompiledFormula, FormulaRefusal>

function compile(key: string, work: Compilation): Compiled {
  const definition = work.metrics.get(key)
  if (definition === undefined) throw new Error(`compile was asked for ${key}, which is not in the catalogue`)
  if (definition.source.kind === 'facts') return ok({ expression: { kind: 'metric', key }, operands: [key] })
  const known = work.formulas.get(key)
  if (known !== undefined) return ok(known)

  const at = work.path.indexOf(key)
  if (at >= 0) return err(loopRefusal(key, [...work.path.slice(at), key]))
  const parsed = parseFormula(definition.source.formula)
  if (!parsed.ok) {
    const { message, position } = parsed.error
    return err({
      code: 'invalid_formula',
      message: `Formula of ${key}: ${message}.`,
      details: { metric: key, position },
    })
  }
  const expanded = expand(definition, parsed.value, { ...work, path: [...work.path, key] })
  if (expanded.ok) work.formulas.set(key, expanded.value)
  return expanded
}

function expand(definition: MetricDefinition, expression: Expression, work: Compilation): Compiled {
  const parts = new Map<string, Expression>()
  for (const operand of keysOf(expression)) {
    if (!work.metrics.has(operand)) return err(unknownRefusal(definition.key, operand))
    const compiled = work.broken.get(operand)
    const part = compiled === undefined ? compile(operand, work) : err(compiled)
    if (!part.ok) return part
    parts.set(operand, part.value.expression)
  }
  // Counted before writing out: ten formulas that each use the last one twice are a thousand parts.
  if (countNodes(expression, parts) > FORMULA_NODES_MAX) return err(longRefusal(definition.key))
  const written = substitute(expression, parts)
  const operands = keysOf(written)
  if (operands.length === 0) return err(constantRefusal(definition.key))
  const currencies = checkCurrencies(written, work.metrics)
  if (currencies.size > 1) return err(mixedRefusal(definition.key, currencies))
  const [currency] = currencies
  if (currency !== undefined && definition.currency !== null && currency !== definition.currency) {
    return err(mixedRefusal(definition.key, new Set([definition.currency, currency])))
  }
  return ok({ expression: written, operands })
}

function countNodes(expression: Expression, parts: ReadonlyMap<string, Expression>): number {
  switch (expression.kind) {
    case 'number':
      return 1
    case 'metric': {
      const part = parts.get(expression.key)
      return part === undefined ? 1 : countNodes(part, new Map())
    }
    case 'negate':
      return 1 + countNodes(expression.operand, parts)
    case 'binary':
      return 1 + countNodes(expression.left, parts) + countNodes(expression.right, parts)
    default:
      return unreachable(expression)
  }
}

function substitute(expression: Expression, parts: ReadonlyMap<string, Expression>): Expression {
  switch (expression.kind) {
    case 'number':
      return expression
    case 'metric':
      return parts.get(expression.key) ?? expression
    case 'negate':
      return { kind: 'negate', operand: substitute(expression.operand, parts) }
    case 'binary': {
      const left = substitute(expression.left, parts)
      return {
        kind: 'binary',
        operator: expression.operator,
        left,
        right: substitute(expression.right, parts),
      }
    }
    default:
      return unreachable(expression)
  }
}

/**
 * Currencies an expression ends up in: none (a plain number, or one amount over another of its currency), one, or
 * several, which is a refusal, because amounts of different currencies are never added, subtracted or divided.
 */
function checkCurrencies(
  expression: Expression,
  metrics: ReadonlyMap<string, MetricDefinition>,
): Set<string> {
  switch (expression.kind) {
    case 'number':
      return new Set()
    case 'metric': {
      const currency = metrics.get(expression.key)?.currency
      return new Set(currency ? [currency] : [])
    }
    case 'negate':
      return checkCurrencies(expression.operand, metrics)
    case 'binary': {
      const left = checkCurrencies(expression.left, metrics)
      const right = checkCurrencies(expression.right, metrics)
      const both = new Set([...left, ...right])
      return expression.operator === '/' && both.size === 1 && left.size === right.size ? new Set() : both
    }
    default:
      return unreachable(expression)
  }
}

/** The dimension that every metric has: whom its rows are about. */
export const CLIENT_DIMENSION = 'client'

/** Dimensions a metric can be broken down by besides the client; for a formula those that every operand has. */
export function dimensionsOf(catalogue: Catalogue, key: string): string[] {
  const operands = leavesOf(catalogue, key).map((leaf) => leaf.dimensions)
  const [first = [], ...others] = operands
  return first.filter((dimension) => others.every((dimensions) => dimensions.includes(dimension)))
}

/** The metrics with rows of their own behind a metric: itself, or the operands of its formula; none if it is broken. */
export function leavesOf(catalogue: Catalogue, key: string): MetricDefinition[] {
  const keys = catalogue.formulas.get(key)?.operands ?? (catalogue.broken.has(key) ? [] : [key])
  return keys.flatMap((leaf) => catalogue.metrics.get(leaf) ?? [])
}

function loopRefusal(metric: string, loop: string[]): FormulaRefusal {
  const message = `The formulas go in a circle: ${loop.join(' -> ')}. Change one of them so that it does not need itself.`
  return { code: 'invalid_formula', message, details: { metric, loop } }
}

function unknownRefusal(metric: string, unknown: string): FormulaRefusal {
  const message = `Formula of ${metric}: there is no metric ${unknown}. Create it first or correct the key.`
  return { code: 'invalid_formula', message, details: { metric, unknown } }
}

function longRefusal(metric: string): FormulaRefusal {
  const message = `Formula of ${metric}: with the formulas it uses it has more than ${FORMULA_NODES_MAX} parts. Make it shorter.`
  return { code: 'invalid_formula', message, details: { metric } }
}

function constantRefusal(metric: string): FormulaRefusal {
  const message = `Formula of ${metric}: it names no metric. Use at least one metric key.`
  return { code: 'invalid_formula', message, details: { metric } }
}

function mixedRefusal(metric: string, currencies: ReadonlySet<string>): FormulaRefusal {
  const list = [...currencies].sort()
  const message = `Formula of ${metric}: it mixes ${list.join(' and ')}. Use metrics of one currency.`
  return { code: 'mixed_currencies', message, details: { metric, currencies: list } }
}
