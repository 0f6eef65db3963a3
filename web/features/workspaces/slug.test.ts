import { expect, it } from 'vitest'
import { WorkspaceSlug } from '../../../contracts/workspaces.ts'
import { personalSlug } from './slug.ts'

it('[ON14] makes an address of any name, and another one where that is taken', () => {
  const cases: [string, string | null, string][] = [
    ['Inês Duarte', null, 'ines-duarte'],
    ['Inês Duarte', 'k3x9aq', 'ines-duarte-k3x9aq'],
    ['坂本龍一', null, 'me-work'],
    ['X', 'k3x9aq', 'x-k3x9aq'],
  ]
  for (const [name, mark, slug] of cases) expect([name, personalSlug(name, mark)]).toEqual([name, slug])
  const long = personalSlug('Wolfeschlegelsteinhausenbergerdorff von und zu Hohenstein', 'k3x9aq')
  expect([long.endsWith('-k3x9aq'), WorkspaceSlug.safeParse(long).success]).toEqual([true, true])
})
