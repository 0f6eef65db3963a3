import { accountOperations } from './account.ts'
import { controlOperations } from './control.ts'
import { copyOperations } from './copies.ts'
import { jobOperations } from './jobs.ts'
import { numberOperations } from './numbers.ts'
import type { Operation } from './operation.ts'
import { peopleOperations } from './people.ts'
import { planOperations } from './project-plans.ts'
import { projectOperations } from './projects.ts'
import { recordOperations } from './record.ts'
import { searchOperations } from './search.ts'
import { sourceOperations } from './sources.ts'
import { workOperations } from './work.ts'

/** Every route that the reference tells of. A test holds this against both route tables. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...controlOperations,
  ...peopleOperations,
  ...numberOperations,
  ...sourceOperations,
  ...workOperations,
  ...searchOperations,
  ...projectOperations,
  ...jobOperations,
  ...planOperations,
  ...recordOperations,
  ...copyOperations,
]
