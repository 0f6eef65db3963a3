import { expect, it } from 'vitest'
import { checkRules, rulesOf } from './rules.ts'

/** Ids are put together here, or this file would itself quote rules that do not exist. */
const id = (number: number) => `[${'ZZ'}${number}]`

it('reads a rule from list items, headings, table rows and bold text, not from the middle of a line', () => {
  const spec = `- ${id(1)} a\n## ${id(2)} b\n| ${id(3)} | c |\n**${id(4)}** d\nas ${id(1)} says`
  expect(rulesOf(spec)).toEqual(['ZZ1', 'ZZ2', 'ZZ3', 'ZZ4'])
})

it('reports what is defined twice, quoted by nothing, or quoted without a definition', () => {
  const { problems } = checkRules({
    specs: new Map([['zebra', `- ${id(1)} a\n- ${id(1)} again\n- ${id(2)} b`]]),
    tests: new Map([['a.test.ts', `it('${id(1)}')\nit('${id(9)}')`]]),
  })
  const about = (number: number) => problems.filter((problem) => problem.includes(id(number)))
  expect(about(1)).toEqual([expect.stringContaining('already defined')])
  expect(about(2)).toEqual([expect.stringContaining('no test quotes')])
  expect(about(9)).toEqual([expect.stringContaining('no specification defines')])
})
