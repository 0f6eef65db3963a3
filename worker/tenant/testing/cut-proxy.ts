import { connect, createServer, type Socket } from 'node:net'

/**
 * A moment at which the wire is cut: `before` Postgres hears the text, or `after` it has carried it out. Connections that read
 * send the same words as those that write, and later than anybody waits for: only the kind that is meant is cut.
 */
export interface Cut {
  text: string
  when: 'before' | 'after'
  of: 'reads' | 'writes'
}

/** A wire to Postgres that a test can cut. */
export interface CutProxy {
  url: string
  /** Cuts once, at the next statement that contains the text. */
  cutAt(cut: Cut): void
  /** Breaks open connections; from now on new ones are refused, or hung up on at once, until `restore`. */
  takeAway(how?: 'refused' | 'hung up'): Promise<void>
  /** Lets everything through again and forgets a cut that has not happened. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** Listens on a port of this machine and passes everything on to the server of `url`. */
export async function startCutProxy(url: string): Promise<CutProxy> {
  const target = new URL(url)
  const open = new Set<Socket>()
  let next: Cut | null = null
  let isAway = false
  const server = createServer((client) => {
    if (isAway) return void client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    const cut = () => {
      client.destroy()
      upstream.destroy()
    }
    let cutsAtReply = false
    let kind: Cut['of'] = 'writes'
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    client.on('data', (bytes) => {
      if (bytes.includes('read only')) kind = 'reads'
      const isTheOne = next !== null && next.of === kind && bytes.includes(next.text)
      if (isTheOne && next?.when === 'before') {
        next = null
        return cut()
      }
      if (isTheOne) {
        next = null
        cutsAtReply = true
      }
      upstream.write(bytes)
      return undefined
    })
    upstream.on('data', (bytes) => (cutsAtReply ? cut() : client.write(bytes)))
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(address.port)
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: through.href,
    cutAt: (cut) => {
      next = cut
    },
    takeAway: async (how = 'refused') => {
      isAway = true
      cutAll()
      if (how === 'refused') await stop()
    },
    restore: async () => {
      isAway = false
      next = null
      if (!server.listening) await listen(address.port)
    },
    close: async () => {
      cutAll()
      if (server.listening) await stop()
    },
  }
}
