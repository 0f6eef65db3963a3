import { expect, it } from 'vitest'
import { KEPT_ANSWER_BYTES_MAX } from '../../contracts/limits.ts'
import { KeptAnswers } from './kept-answers.ts'

const unmoved = () => 0
const NOW = 1_000
const kept = (body: string, untilMs = Number.POSITIVE_INFINITY) => ({
  ...{ body, metricNos: [1, 2], seq: 5, factsVersion: 1, untilMs },
})

it('[CO27] a kept answer is good while none of its metrics moved after it and the facts are the same', () => {
  const answers = new KeptAnswers()
  const put = () => answers.put('q', kept('bytes'))
  put()
  expect(answers.get('q', 1, NOW, (no) => (no === 2 ? 5 : 0))).toBe('bytes')
  expect(answers.get('q', 1, NOW, (no) => (no === 3 ? 9 : 0))).toBe('bytes')
  expect(answers.get('q', 1, NOW, (no) => (no === 2 ? 6 : 0))).toBeNull()
  expect(answers.get('q', 1, NOW, unmoved)).toBeNull()
  put()
  expect(answers.get('q', 2, NOW, unmoved)).toBeNull()
})

it('[ME25] a kept answer does not outlive the instant at which a source is late', () => {
  const answers = new KeptAnswers()
  answers.put('q', kept('bytes', NOW + 1))
  expect(answers.get('q', 1, NOW, unmoved)).toBe('bytes')
  expect(answers.get('q', 1, NOW + 1, unmoved)).toBeNull()
  expect(answers.get('q', 1, NOW, unmoved)).toBeNull()
})

it('[CO27] kept answers stay under their bytes: the one asked longest ago goes first', () => {
  const answers = new KeptAnswers()
  const quarter = 'x'.repeat(KEPT_ANSWER_BYTES_MAX / 8 - 10)
  for (const name of ['a', 'b', 'c', 'd']) answers.put(name, kept(quarter))
  expect(answers.get('a', 1, NOW, unmoved)).toBe(quarter)
  answers.put('e', kept(quarter))
  expect(['a', 'b', 'c', 'd', 'e'].filter((name) => answers.get(name, 1, NOW, unmoved) !== null)).toEqual([
    'a',
    'c',
    'd',
    'e',
  ])
  // One that is put again counts once, and one too large for all is not kept at all.
  for (let i = 0; i < 9; i += 1) answers.put('a', kept(quarter))
  expect(answers.get('c', 1, NOW, unmoved)).toBe(quarter)
  answers.put('huge', kept('x'.repeat(KEPT_ANSWER_BYTES_MAX)))
  expect(answers.get('huge', 1, NOW, unmoved)).toBeNull()
})
