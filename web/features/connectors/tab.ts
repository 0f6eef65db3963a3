import type { ConnectionView, ConnectorView } from '../../../contracts/connections.ts'
import type { Health } from './health.ts'
import type { Actions } from './useActions.ts'
import type { Consent } from './useConsent.ts'

/** What every part of the page of a connection is given. */
export interface TabProps {
  readonly view: ConnectionView
  /** Undefined until the catalogue is there, and for a provider this version does not have. */
  readonly connector: ConnectorView | undefined
  /** Name of the provider. */
  readonly name: string
  readonly health: Health
  readonly actions: Actions
  readonly consent: Consent
}
