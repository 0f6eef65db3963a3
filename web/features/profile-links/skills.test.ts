import { expect, it } from 'vitest'
import { changedSkills, withSkillsOf } from './skills.ts'

it('[JB28] takes skills of a card over at its level and leaves others as they are', () => {
  const own = [
    { name: 'Sound', level: 2 },
    { name: 'Rigging', level: 5 },
  ]
  const card = [
    { name: 'Light', level: 3 },
    { name: 'sound', level: 4 },
  ]
  const both = withSkillsOf(own, card)
  expect(both).toEqual([
    { name: 'Sound', level: 4 },
    { name: 'Rigging', level: 5 },
    { name: 'Light', level: 3 },
  ])
  expect([changedSkills(own, both), changedSkills(both, withSkillsOf(both, card))]).toEqual([2, 0])
})
