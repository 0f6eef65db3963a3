import type { Reach } from '../../platform/outbound.ts'
import type { Connector } from './define.ts'

/** What a deployment's settings say about one provider. */
export interface ConnectorSettings {
  clientId: string
  clientSecret: string
  /** Takes the place of scheme, host and port of every address of the manifest; null at the real provider. */
  baseOverride: string | null
  scopes: readonly string[]
}

export type SettingsReading =
  | { isAvailable: true; settings: ConnectorSettings }
  | { isAvailable: false; missing: string[] }

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Names of the settings of a provider: `XERO_CLIENT_ID` and so on. */
export function settingNames(provider: string) {
  const stem = provider.toUpperCase().replaceAll('-', '_')
  return {
    clientId: `${stem}_CLIENT_ID`,
    clientSecret: `${stem}_CLIENT_SECRET`,
    base: `${stem}_BASE_URL`,
    scopes: `${stem}_SCOPES`,
  }
}

/** Reads the settings of a provider out of the Worker's; names what is missing or not usable. */
export function readConnectorSettings(connector: Connector, env: object): SettingsReading {
  const names = settingNames(connector.provider)
  const settings = new Map<string, unknown>(Object.entries(env))
  const textOf = (name: string): string => {
    const value = settings.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const base = textOf(names.base)
  const missing: string[] = []
  if (base !== '' && !isUsableBase(base)) missing.push(names.base)
  if (connector.auth.kind === 'none') {
    if (missing.length > 0) return { isAvailable: false, missing }
    const settings = { clientId: '', clientSecret: '', baseOverride: base === '' ? null : base, scopes: [] }
    return { isAvailable: true, settings }
  }
  for (const name of [names.clientId, names.clientSecret]) if (textOf(name) === '') missing.push(name)
  if (missing.length > 0) return { isAvailable: false, missing }
  const scopes = textOf(names.scopes)
  return {
    isAvailable: true,
    settings: {
      clientId: textOf(names.clientId),
      clientSecret: textOf(names.clientSecret),
      baseOverride: base === '' ? null : base,
      scopes: scopes === '' ? connector.auth.scopes : scopes.split(/[\s,]+/),
    },
  }
}

/** HTTPS anywhere, plain HTTP on this machine only. */
function isUsableBase(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
}

/** True when the settings name a stand-in on this machine. */
export function isLocal(settings: ConnectorSettings): boolean {
  return settings.baseOverride !== null && new URL(settings.baseOverride).protocol === 'http:'
}

/** An address of the manifest as it is called: at the stand-in's scheme, host and port, if the settings name one. */
export function addressOf(settings: ConnectorSettings, address: string): string {
  if (settings.baseOverride === null) return address
  const from = new URL(address)
  return `${new URL(settings.baseOverride).origin}${from.pathname}${from.search}`
}

/** Where calls of this connector may go: the hosts its manifest names, or the stand-in alone. */
export function reachOf(connector: Connector, settings: ConnectorSettings): Reach {
  if (settings.baseOverride !== null) {
    const base = new URL(settings.baseOverride)
    return isLocal(settings)
      ? { hosts: [], localOrigin: base.origin }
      : { hosts: [base.hostname], localOrigin: null }
  }
  return { hosts: hostsOf(connector), localOrigin: null }
}

/** Every host the manifest names. */
export function hostsOf(connector: Connector): string[] {
  const addresses = [connector.baseUrl]
  if (connector.auth.kind === 'oauth2') {
    const { authorizeUrl, tokenUrl, revokeUrl } = connector.auth
    addresses.push(authorizeUrl, tokenUrl, ...(revokeUrl === null ? [] : [revokeUrl]))
  }
  const { accounts } = connector
  for (const request of [accounts?.request, accounts?.release])
    if (request?.path.startsWith('https://')) addresses.push(request.path.replaceAll(/[{}]/g, ''))
  return [...new Set(addresses.map((address) => new URL(address).hostname))]
}
