import type { Connector } from './engine/define.ts'
import { ecb } from './manifests/ecb.ts'
import { xero } from './manifests/xero.ts'

/** Every connector, in the order of the catalogue. */
export const connectors: readonly Connector[] = [xero, ecb]

/** The connector of a provider, or null. */
export function connectorOf(provider: string): Connector | null {
  return connectors.find((one) => one.provider === provider) ?? null
}
