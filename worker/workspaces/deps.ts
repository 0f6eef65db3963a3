import type { ControlDb } from '../../db/d1/client.ts'
import type { Log } from '../platform/log.ts'
import type { OpenTenant } from './tenant-port.ts'

/** What the control plane's services need from the outside. */
export interface ControlDeps {
  db: ControlDb
  openTenant: OpenTenant
  log: Log
  now: () => Date
  newId: () => string
}
