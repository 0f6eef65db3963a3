import { Region } from '../../contracts/workspaces.ts'
import { openControl } from '../../db/d1/client.ts'
import { findRegion } from './repository.ts'

/** Where the data of a workspace lies. Throws where the directory knows no such workspace. */
export const readRegion = async (binding: D1Database, tenantId: string): Promise<Region> =>
  Region.parse(await findRegion(openControl(binding), tenantId))
