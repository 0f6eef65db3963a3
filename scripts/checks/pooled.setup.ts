import type { TestProject } from 'vitest/node'
import { startForProject } from './postgres.setup.ts'

export default (project: TestProject) => startForProject(project, 'pooled')
