import { expect, it } from 'vitest'
import { CreateDependency } from '../../contracts/projects.ts'
import { addDependency } from './dependencies.service.ts'
import { Studio } from './testing/studio.ts'

const ROUNDS = 30

it('[PJ4] of two edits that only together form a loop one is refused, also when both are made at once', async () => {
  const one = new Studio()
  const other = new Studio(one.tenantId)
  const outcomes: string[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const project = await one.project({ name: `Round ${round}` })
    const [a, b, c] = [
      await one.task(project, 'Script', 8),
      await one.task(project, 'Shoot', 8),
      await one.task(project, 'Cut', 8),
    ]
    await one.link(a, b)
    const add = (studio: Studio, fromTaskId: string, toTaskId: string) =>
      studio.run((tx) =>
        addDependency(tx, project.id, CreateDependency.parse({ fromTaskId, toTaskId }), studio.context.newId),
      )
    const results = await Promise.all([add(one, b.id, c.id), add(other, c.id, a.id)])
    outcomes.push(
      results
        .map((result) => (result.ok ? 'kept' : result.error.code))
        .sort()
        .join(),
    )
    const refused = results.find((result) => !result.ok)
    const path = refused?.ok === false ? (refused.error.details as { path: { name: string }[] }).path : []
    expect(path.map(({ name }) => name)).toHaveLength(4)
    expect(path[0]?.name).toBe(path[3]?.name)
  }
  expect(outcomes).toEqual(Array.from({ length: ROUNDS }, () => 'dependency_loop,kept'))
  await Promise.all([one.lane.reset(), other.lane.reset()])
})
