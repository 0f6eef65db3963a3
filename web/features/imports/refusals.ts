import type { ImportDetection } from '../../../contracts/imports.ts'
import type { ApiError } from '../../lib/errors.ts'
import type { ImportDraft } from '../../lib/stores/import-draft.ts'
import { columnsIn } from './expressions.ts'
import { questionId } from './mapping.ts'
import { keyFromLabel } from './naming.ts'
import { words } from './words.ts'

/** A refusal of the mapping, at the field that mends it. `field` is the id of a control on the page. */
export interface FieldProblem {
  field: string
  message: string
}

/** What the details of the refusals of a mapping may hold. Only read after the code was looked at. */
interface Details {
  column?: string
  example?: string
  expression?: string
  reason?: string
  metric?: string
}

/** Where on the page a refusal belongs; null when it is about no field, and is then shown above the preview. */
export function fieldOfRefusal(
  error: ApiError,
  draft: ImportDraft,
  detection: ImportDetection,
): FieldProblem | null {
  // Sent by our own server with the code; a missing part only makes the sentence shorter.
  const details = (error.details ?? {}) as Details
  const names = detection.columns.map((column) => column.name)
  const roleField = (column: string | null | undefined) => `role-${Math.max(0, names.indexOf(column ?? ''))}`
  const valueReading = (column: string) =>
    draft.values.find((value) => columnsIn(value.expression, names).includes(column))
  switch (error.code) {
    case 'bad_expression': {
      const value = draft.values.find((one) => one.expression.trim() === details.expression?.trim())
      return value
        ? {
            field: `${value.id}-expression`,
            message: words.problem.badExpression(details.reason ?? error.message),
          }
        : null
    }
    case 'unknown_column': {
      const column = details.column ?? ''
      const value = draft.values.find((one) => one.expression.toLowerCase().includes(column.toLowerCase()))
      return {
        field: value ? `${value.id}-expression` : roleField(draft.date),
        message: words.problem.unknownColumn(column),
      }
    }
    case 'not_numeric': {
      const column = details.column ?? ''
      const value = valueReading(column)
      return {
        field: value ? `${value.id}-expression` : roleField(column),
        message: words.problem.notNumeric(column, details.example ?? ''),
      }
    }
    case 'duplicate_metric': {
      const value = draft.values.findLast((one) => keyFromLabel(one.label) === details.metric)
      return value ? { field: `${value.id}-label`, message: words.problem.sameLabel(value.label) } : null
    }
    case 'ambiguous_date':
      return { field: questionId({ kind: 'date_format' }), message: error.message }
    case 'ambiguous_decimal':
      return { field: questionId({ kind: 'decimal' }), message: error.message }
    case 'date_format_mismatch':
    case 'no_date_column':
      return { field: roleField(draft.date), message: `${error.message} ${error.next}` }
    default:
      return null
  }
}
