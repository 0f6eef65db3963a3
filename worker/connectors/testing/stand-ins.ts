import { startEcbSandbox } from '../../../sandbox/ecb/server.ts'
import { CLIENT, openBench } from '../../../sandbox/xero/testing/client.ts'
import type { CallParty } from '../engine/calls.ts'
import type { Connector } from '../engine/define.ts'
import { connectors } from '../registry.ts'
import { ACME_TOKEN, acme, startAcme } from './acme.ts'
import { NOON } from './bench.ts'

/** A provider that can be asked, and what our side needs to ask it. */
export interface StandIn {
  connector: Connector
  url: string
  account: string | null
  accessToken: string | null
  /** Lets the token run out and gives a new one; null where there is no token. */
  renew: (() => Promise<string>) | null
  close(): Promise<void>
}

const PLENTY = 1_000_000
const STARTS: Readonly<Record<string, (connector: Connector) => Promise<StandIn>>> = {
  async xero(connector) {
    const limits = { perMinute: PLENTY, perDay: PLENTY, concurrent: PLENTY, appPerMinute: PLENTY }
    const bench = await openBench({ limits, now: () => NOON })
    const tokens = await bench.connect()
    return {
      connector,
      url: bench.sandbox.url,
      account: bench.sandbox.organisations[0]?.tenantId ?? '',
      accessToken: tokens.access_token,
      renew: async () => {
        await bench.control('POST', '/sandbox/expire-access')
        return (await bench.refresh(tokens.refresh_token)).body.access_token
      },
      close: () => bench.sandbox.close(),
    }
  },
  async ecb(connector) {
    const sandbox = await startEcbSandbox({ port: 0, now: () => NOON })
    return {
      connector,
      url: sandbox.url,
      account: null,
      accessToken: null,
      renew: null,
      close: sandbox.close,
    }
  },
  async 'acme-crm'(connector) {
    const server = await startAcme()
    const renew = async () => server.newToken()
    return { connector, url: server.url, account: null, accessToken: ACME_TOKEN, renew, close: server.close }
  },
}

/** Every connector of the catalogue, and one that is not in it. */
export const conforming: readonly Connector[] = [...connectors, acme]

/** Throws for a connector without a stand-in: who adds a manifest brings one. */
export function startStandIn(connector: Connector): Promise<StandIn> {
  const start = STARTS[connector.provider]
  if (start === undefined) throw new Error(`${connector.provider} has no stand-in to be tested against`)
  return start(connector)
}

/** Our side of a connection to a stand-in, or to what stands before it. */
export function partyOf(standIn: StandIn, base: string | null = standIn.url): CallParty {
  const { connector, account, accessToken } = standIn
  const { auth } = connector
  return {
    connector,
    settings: {
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      baseOverride: base,
      scopes: auth.kind === 'oauth2' ? auth.scopes : [],
    },
    account,
    accessToken,
    tokenIsFresh: false,
  }
}
