import { describe, expect, it } from 'vitest'
import { CommitImport, type ImportDetection, type ImportView } from '../../../contracts/imports.ts'
import { ApiError } from '../../lib/errors.ts'
import type { ImportDraft } from '../../lib/stores/import-draft.ts'
import { columnsIn, insertAt } from './expressions.ts'
import {
  commitOf,
  draftOfCommit,
  earlierLike,
  earlierSame,
  openQuestions,
  problemsOf,
  repeatsExternalId,
  roleOf,
  startDraft,
  withNewValue,
  withRole,
} from './mapping.ts'
import { fieldOfRefusal } from './refusals.ts'

const names = ['When', 'Qty', 'Unit price', 'Shop']
const column = (name: string, index: number) => ({
  name,
  index,
  type: index === 0 ? ('date' as const) : index === 3 ? ('text' as const) : ('number' as const),
  dateFormats: index === 0 ? (['DD/MM/YYYY', 'MM/DD/YYYY'] as const).slice() : [],
  decimal: index === 2 ? null : ('plain' as const),
  blankCount: 0,
  samples: ['x'],
})
const detection: ImportDetection = {
  delimiter: ',',
  encoding: 'utf-8',
  lineEnding: 'lf',
  hasHeader: true,
  dataFromByte: 20,
  dataFromLine: 2,
  columns: names.map(column),
  sampleRows: [
    ['03/04/2026', '2', '1.234', 'A'],
    ['03/04/2026', '3', '1.234', 'A'],
  ],
  questions: [
    { kind: 'date_format', column: 'When', choices: ['DD/MM/YYYY', 'MM/DD/YYYY'], example: '03/04/2026' },
    { kind: 'decimal', column: 'Unit price', choices: ['point', 'comma'], example: '1.234' },
  ],
}
const draft: ImportDraft = {
  date: 'When',
  dateFormat: null,
  decimal: null,
  client: null,
  clientId: null,
  externalId: null,
  dimensions: ['Shop'],
  values: [
    { id: 'v1', label: 'Net sales', expression: 'Qty * [Unit price]', unit: 'money', currency: 'gbp' },
  ],
  chosen: [],
  takenFrom: null,
}
const answered: ImportDraft = { ...draft, dateFormat: 'DD/MM/YYYY', decimal: 'comma' }
const at = (index: number) => detection.columns[index] ?? column('none', 9)

// The branded id of the contract is no more than its text here.
const view = (change: Partial<ImportView>) =>
  ({
    id: 'now',
    name: 'a.csv',
    status: 'detected',
    detection,
    bytesTotal: 90,
    rowsRead: 0,
    rowsLoaded: 0,
    rowsSame: 0,
    rowsRejected: 0,
    bytesDone: 0,
    createdAt: '',
    client: null,
    ...change,
  }) as ImportView

describe('what a column becomes', () => {
  it('follows from the draft, calculations included', () => {
    expect(names.map((name) => roleOf(draft, name, names))).toEqual(['date', 'part', 'part', 'dimension'])
  })

  it('has one date: choosing another lets go of the first and of its answer', () => {
    const moved = withRole(answered, at(3), 'date', 'GBP')
    expect([moved.date, moved.dateFormat, moved.dimensions]).toEqual(['Shop', null, []])
    expect(roleOf(moved, 'When', names)).toBe('out')
  })

  it('becomes a value of its own and is one no more when left out', () => {
    const made = withRole(draft, at(1), 'value', 'GBP')
    expect(made.values.map((value) => value.id)).toEqual(['v1', 'v2'])
    expect(roleOf(made, 'Qty', names)).toBe('value')
    expect(withRole(made, at(1), 'out', 'GBP').values.map((value) => value.id)).toEqual(['v1'])
  })
})

describe('what must be settled first', () => {
  it('[IM7] asks for every open question that matters, and only for those', () => {
    expect(openQuestions(draft, detection).map((question) => question.kind)).toEqual([
      'date_format',
      'decimal',
    ])
    const withoutPrice = {
      ...draft,
      values: [{ id: 'v1', label: 'Units', expression: 'Qty', unit: 'count' as const, currency: '' }],
    }
    expect(openQuestions(withoutPrice, detection).map((question) => question.kind)).toEqual(['date_format'])
    expect(problemsOf(answered, detection)).toEqual({})
  })

  it('names what is missing at the field that mends it', () => {
    const empty = withNewValue({ ...answered, date: null, values: [] }, 'GBP')
    expect(Object.keys(problemsOf(empty, detection)).sort()).toEqual(['role-0', 'v1-expression', 'v1-label'])
    expect(problemsOf({ ...answered, values: [] }, detection)).toHaveProperty('add-value')
    const twice = {
      ...answered,
      values: [
        ...answered.values,
        {
          ...answered.values[0],
          id: 'v2',
          label: 'NET sales',
          unit: 'money' as const,
          currency: 'E',
          expression: 'Qty',
        },
      ],
    }
    expect(Object.keys(problemsOf(twice, detection))).toEqual(['v2-label', 'v2-currency'])
  })

  it('[IM21] notices an external id that repeats', () => {
    expect(repeatsExternalId({ ...draft, externalId: 'Shop' }, detection)).toBe(true)
    expect(repeatsExternalId({ ...draft, externalId: 'Qty' }, detection)).toBe(false)
  })
})

describe('what is sent', () => {
  it('is a body the contract takes, with the key made from the label', () => {
    const body = commitOf(answered)
    expect(CommitImport.parse(body)).toEqual(body)
    expect(body).toEqual({
      date: 'When',
      dateFormat: 'DD/MM/YYYY',
      decimal: 'comma',
      dimensions: ['Shop'],
      values: [
        { metric: 'net_sales', label: 'Net sales', expression: 'Qty * [Unit price]', currency: 'GBP' },
      ],
    })
  })

  it('[IM19] comes back the same from an earlier mapping, so that the same data is found again', () => {
    const body = commitOf({ ...answered, externalId: 'Qty' })
    expect(commitOf(draftOfCommit(body, 'a.csv', 'USD'))).toEqual(body)
  })
})

describe('a file like an earlier one', () => {
  const mapping = commitOf(answered)
  it('starts with the mapping of the newest finished import of the same columns', () => {
    const all = [
      view({ id: 'b' as ImportView['id'], status: 'failed', mapping }),
      view({ id: 'c' as ImportView['id'], status: 'done', name: 'old.csv', mapping }),
    ]
    expect(earlierLike(view({}), all)?.id).toBe('c')
    expect(startDraft(view({}), all, 'USD').takenFrom).toBe('old.csv')
  })

  it('[IM7] keeps an earlier answer only where this file can be read that way', () => {
    const other = {
      ...detection,
      columns: detection.columns.map((one) =>
        one.index === 0 ? { ...one, dateFormats: ['MM/DD/YYYY' as const] } : one,
      ),
    }
    const all = [view({ id: 'c' as ImportView['id'], status: 'done', mapping })]
    expect(startDraft(view({ detection: other }), all, 'USD').dateFormat).toBeNull()
  })

  it('[IM26] says when the same file was imported before', () => {
    const all = [view({ id: 'c' as ImportView['id'], status: 'done', mapping })]
    expect(earlierSame(view({}), all)?.id).toBe('c')
    expect(earlierSame(view({ bytesTotal: 91 }), all)).toBeUndefined()
  })
})

describe('a refusal of the mapping', () => {
  const refusal = (code: string, details: unknown) =>
    new ApiError({ code, status: 422, message: 'No.', next: 'Do.', details })
  it('goes to the field it is about', () => {
    const fieldOf = (code: string, details: unknown) =>
      fieldOfRefusal(refusal(code, details), draft, detection)?.field
    expect(
      fieldOf('bad_expression', { expression: 'Qty * [Unit price]', reason: 'it ends too early', at: 3 }),
    ).toBe('v1-expression')
    expect(fieldOf('not_numeric', { column: 'Unit price', example: 'two' })).toBe('v1-expression')
    expect(fieldOf('unknown_column', { column: 'qty' })).toBe('v1-expression')
    expect(fieldOf('unknown_column', { column: 'Gone' })).toBe('role-0')
    expect(fieldOf('duplicate_metric', { metric: 'net_sales' })).toBe('v1-label')
    expect(fieldOf('ambiguous_date', {})).toBe('question-date_format')
    expect(fieldOf('ambiguous_decimal', {})).toBe('question-decimal')
    expect(fieldOf('date_format_mismatch', {})).toBe('role-0')
    expect(fieldOf('metric_mismatch', {})).toBeUndefined()
  })
})

describe('expressions in the form', () => {
  it('know the columns they name, in any case and in brackets', () => {
    expect(columnsIn('qty * [Unit price] / 100', names)).toEqual(['Qty', 'Unit price'])
    expect(columnsIn('Unit price', names)).toEqual(['Unit price'])
    expect(columnsIn('', names)).toEqual([])
  })

  it('take a piece at the caret, one space apart', () => {
    expect(insertAt('Qty', '*', 3, 3)).toEqual({ text: 'Qty *', caret: 5 })
    expect(insertAt('(Qty )', '+', 4, 4)).toEqual({ text: '(Qty +)', caret: 6 })
    expect(insertAt('', 'Qty', 0, 0)).toEqual({ text: 'Qty', caret: 3 })
  })
})
