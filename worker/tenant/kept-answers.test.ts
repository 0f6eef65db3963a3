import { expect, it } from 'vitest'
import { KEPT_ANSWER_BYTES_MAX } from '../../contracts/limits.ts'
import { KeptAnswers } from './kept-answers.ts'

const unmoved = () => 0
const NOW = 1_000
const asked = (atMs = NOW, text = 'q') => ({ text, clients: 'all' as const, hidden: [], atMs })
const piece = (text: string, metricNos = [1, 2]) => ({ text, metricNos, seq: 5 })
const kept = (text: string, untilMs = Number.POSITIVE_INFINITY) => ({
  ...{ asked: asked(), isMany: false, pieces: [piece(text)], factsVersion: 1, untilMs },
})

/** The texts that are still good, null for each that is not. */
function textsOf(answers: KeptAnswers, name: string, version = 1, now = NOW, touched = unmoved) {
  const found = answers.get(name, asked(), version, now, touched)
  return found?.pieces.map((one) => one?.text ?? null) ?? null
}

it('[CO27] a kept answer is good while none of its metrics moved after it and the facts are the same', () => {
  const answers = new KeptAnswers()
  answers.put('q', kept('text'))
  const after = (moved: number, seq: number) =>
    textsOf(answers, 'q', 1, NOW, ((no: number) => (no === moved ? seq : 0)) as typeof unmoved)
  expect(after(2, 5)).toEqual(['text'])
  expect(after(3, 9)).toEqual(['text'])
  expect(after(2, 6)).toEqual([null])
  expect(textsOf(answers, 'q', 2)).toBeNull()
  expect(textsOf(answers, 'q')).toBeNull()
})

it('[CO27] of a list of questions only those are worked out again that a moved metric is in', () => {
  const answers = new KeptAnswers()
  const pieces = [piece('a', [1]), piece('b', [2]), piece('c', [1, 2])]
  answers.put('q', { asked: asked(), isMany: true, pieces, factsVersion: 1, untilMs: NOW + 1 })
  const found = answers.get('q', asked(), 1, NOW, (no) => (no === 2 ? 6 : 0))
  expect(found).toEqual({ isMany: true, pieces: [pieces[0], null, null] })
})

it('[ME25] a kept answer does not outlive the instant at which a source is late', () => {
  const answers = new KeptAnswers()
  answers.put('q', kept('text', NOW + 1))
  expect(textsOf(answers, 'q')).toEqual(['text'])
  expect(textsOf(answers, 'q', 1, NOW + 1)).toBeNull()
  expect(textsOf(answers, 'q')).toBeNull()
})

it('[CO27] kept answers stay under their bytes: the one asked longest ago goes first', () => {
  const answers = new KeptAnswers()
  const quarter = 'x'.repeat(KEPT_ANSWER_BYTES_MAX / 8 - 10)
  for (const name of ['a', 'b', 'c', 'd']) answers.put(name, kept(quarter))
  expect(textsOf(answers, 'a')).toEqual([quarter])
  answers.put('e', kept(quarter))
  expect(['a', 'b', 'c', 'd', 'e'].filter((name) => textsOf(answers, name) !== null)).toEqual([
    'a',
    'c',
    'd',
    'e',
  ])
  // One that is put again counts once, and one too large for all is not kept at all.
  for (let i = 0; i < 9; i += 1) answers.put('a', kept(quarter))
  expect(textsOf(answers, 'c')).toEqual([quarter])
  answers.put('huge', kept('x'.repeat(KEPT_ANSWER_BYTES_MAX)))
  expect(textsOf(answers, 'huge')).toBeNull()
})

it('[CO62] what was asked lately and has moved is known, the latest first, and an answer that is given counts as asked', () => {
  const answers = new KeptAnswers()
  for (const [name, atMs] of [
    ['old', 10],
    ['a', 20],
    ['b', 30],
    ['still', 40],
  ] as const)
    answers.put(name, {
      ...kept(name),
      asked: asked(atMs, name),
      pieces: [piece(name, name === 'still' ? [9] : [1])],
    })
  const touched = (no: number) => (no === 1 ? 6 : 0)
  const moved = (sinceMs: number) => answers.moved(sinceMs, touched).map(({ text }) => text)
  expect(moved(20)).toEqual(['b', 'a'])
  answers.get('old', asked(50, 'old'), 1, NOW, touched)
  expect(moved(20)).toEqual(['old', 'b', 'a'])
})
