import type { ArtistView } from '../../../contracts/artists.ts'

type Skills = ArtistView['skills']

/** The skills of an artist with those of a card: each at the card's level, in the artist's order, new ones behind. */
export function withSkillsOf(own: Skills, card: Skills): Skills {
  const of = new Map(card.map((skill) => [skill.name.toLowerCase(), skill]))
  const known = new Set(own.map(({ name }) => name.toLowerCase()))
  return [
    ...own.map((skill) => ({ ...skill, level: of.get(skill.name.toLowerCase())?.level ?? skill.level })),
    ...card.filter(({ name }) => !known.has(name.toLowerCase())),
  ]
}

/** How many skills differ between two lists of which the second was made from the first. */
export function changedSkills(before: Skills, after: Skills): number {
  const levels = new Map(before.map(({ name, level }) => [name, level]))
  return after.filter(({ name, level }) => levels.get(name) !== level).length
}
