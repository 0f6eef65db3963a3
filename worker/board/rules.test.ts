import { describe, expect, it } from 'vitest'
import { BOARD_WORDS_MAX } from '../../contracts/limits.ts'
import { searchedWords, skillWord, tenThousandths, wordsOf } from './rules.ts'

describe('the words of the board', () => {
  it('[JB3] are small, without marks, each once, and bounded', () => {
    expect(wordsOf(['Sound engineer, São Paulo', null, 'SOUND & light 24/7'])).toEqual([
      'sound',
      'engineer',
      'sao',
      'paulo',
      'light',
      '24',
      '7',
    ])
    expect(wordsOf([Array.from({ length: 900 }, (_, n) => `w${n}`).join(' ')])).toHaveLength(BOARD_WORDS_MAX)
    expect(searchedWords('a b c d e f g h i j')).toHaveLength(8)
    expect(skillWord(' Front of House ')).toBe('skill:front of house')
  })

  it('[JB3] compare amounts exactly', () => {
    expect(['280', '280.5', '0.0001', '999999999.9999'].map(tenThousandths)).toEqual([
      2_800_000, 2_805_000, 1, 9_999_999_999_999,
    ])
  })
})
