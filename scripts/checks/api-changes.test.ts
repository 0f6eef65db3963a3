import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument, openApiText, operationId } from '../../contracts/api/document.ts'
import type { Operation } from '../../contracts/api/operation.ts'
import { operations } from '../../contracts/api/operations.ts'
import { breakingChanges } from './api-changes.ts'

const View = z.object({
  id: z.string(),
  state: z.enum(['on', 'off']),
  note: z.string().nullable(),
  parts: z.array(z.object({ n: z.int() })),
})
const Input = z.strictObject({ name: z.string(), state: z.enum(['on', 'off']).optional() })
const base: Operation = {
  method: 'POST',
  path: '/api/v1/things/{id}',
  tag: 'Records',
  summary: 'Changes a thing',
  access: 'records.write',
  query: z.object({ deep: z.enum(['yes', 'no']).optional() }),
  body: Input,
  answers: [
    { status: 200, data: View },
    { status: 202, data: z.null() },
  ],
}
const changesTo = (over: Partial<Operation> | null) =>
  breakingChanges(openApiDocument([base]), openApiDocument(over === null ? [] : [{ ...base, ...over }]))
const answering = (data: z.ZodType) => ({
  answers: [{ status: 200 as const, data }, base.answers[1] ?? never()],
})
const never = (): never => {
  throw new Error('the base has two answers')
}

describe('changes of the API that break programs', () => {
  it.each<[string, Partial<Operation> | null, string]>([
    ['a removed route', null, 'route is gone'],
    ['a removed answer', { answers: base.answers.slice(0, 1) }, 'answer 202 is gone'],
    ['a removed field of an answer', answering(View.omit({ note: true })), 'note: field is gone'],
    ['a field that may be missing', answering(View.partial({ id: true })), 'id: field may be missing now'],
    ['a field that may be null', answering(View.extend({ id: z.string().nullable() })), 'string or null'],
    ['another type', answering(View.extend({ id: z.int() })), 'string became integer'],
    [
      'a field inside a list',
      answering(View.extend({ parts: z.array(z.object({})) })),
      'parts[].n: field is gone',
    ],
    ['a removed value of an answer', answering(View.extend({ state: z.enum(['on']) })), '"off" is gone'],
    [
      'a removed value of a body',
      { body: Input.extend({ state: z.enum(['on']).optional() }) },
      '"off" is gone',
    ],
    ['a removed field of a body', { body: Input.omit({ state: true }) }, 'state: field is gone'],
    ['a newly needed field', { body: Input.extend({ size: z.int() }) }, 'size: field is needed now'],
    ['a field that became needed', { body: Input.required() }, 'state: field is needed now'],
    ['a removed parameter', { query: z.object({}) }, 'query deep: parameter is gone'],
    [
      'a newly needed parameter',
      { query: z.object({ q: z.string(), deep: z.string().optional() }) },
      'query q: parameter is needed now',
    ],
    ['a version that is asked for', { ifMatch: true }, 'If-Match: parameter is needed now'],
  ])('[AP3] names %s', (_name, over, expected) => {
    expect(changesTo(over).join('\n')).toContain(expected)
  })

  it.each<[string, Partial<Operation>]>([
    ['a new field of an answer', answering(View.extend({ more: z.string() }))],
    ['a new value of an answer', answering(View.extend({ state: z.enum(['on', 'off', 'new']) }))],
    ['a new field of a body that may be left out', { body: Input.extend({ size: z.int().optional() }) }],
    ['a new value of a body', { body: Input.extend({ state: z.enum(['on', 'off', 'new']).optional() }) }],
    ['a field of a body that may be left out now', { body: Input.partial() }],
    ['a parameter with another name in the path', { path: '/api/v1/things/{thingId}' }],
    ['other words', { summary: 'Does the same' }],
  ])('[AP3] lets %s pass', (_name, over) => {
    expect(changesTo(over)).toEqual([])
  })

  it('[AP3] names a body that is needed now', () => {
    const { body: _, ...without } = base
    expect(breakingChanges(openApiDocument([without]), openApiDocument([base])).join()).toContain(
      'a body is needed',
    )
  })
})

describe('the committed description', () => {
  const committed = readFileSync('docs/openapi.json', 'utf8')

  it('[AP4] is what the contracts say; npm run openapi writes it', () => {
    expect(committed === openApiText(operations)).toBe(true)
  })

  it('[AP4] has one name for each operation, and refers to nothing that is not there', () => {
    const names = operations.map(operationId)
    expect(new Set(names).size).toBe(names.length)
    const { components } = JSON.parse(committed)
    const referred = [...committed.matchAll(/"#\/components\/schemas\/([A-Za-z]+)"/g)].map(([, name]) => name)
    expect(referred.filter((name) => name === undefined || !(name in components.schemas))).toEqual([])
    expect(components.schemas.KeyView.properties).not.toHaveProperty('secret')
  })
})
