import type { TestProject } from 'vitest/node'
import { findRealPostgres } from '../real-postgres.ts'
import { startForProject } from './postgres.setup.ts'

/**
 * The server of this machine, else the embedded one. Files that run side by side wait for each other at the embedded one, which serves
 * one transaction at a time; what is asked of it is tested by the `pg` project and by the browser tests.
 */
export default (project: TestProject) =>
  startForProject(project, findRealPostgres() === null ? 'embedded' : 'real')
