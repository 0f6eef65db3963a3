import type { ControlDb } from '../../db/d1/client.ts'
import type { MailPort } from '../auth/mail.ts'
import type { Log } from '../platform/log.ts'
import type { OpenTenant } from './tenant-port.ts'

/** What the control plane's services need from the outside. */
export interface ControlDeps {
  db: ControlDb
  openTenant: OpenTenant
  log: Log
  now: () => Date
  newId: () => string
  /** A secret of 32 random bytes, base64url: the way into something by a link. */
  newSecret: () => string
  mail: MailPort
  /** Public address of the site, no path; links in mails begin with it. */
  origin: string
}
