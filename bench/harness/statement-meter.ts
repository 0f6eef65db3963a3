import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

/** A pass-through in front of Postgres that times statements on the wire. */
export interface StatementMeter {
  /** The same login, by way of the meter. */
  url: string
  /** Milliseconds of each statement since the last call, and starts anew. */
  take(): number[]
  close(): Promise<void>
}

const QUERY = 'Q'.charCodeAt(0)
const SYNC = 'S'.charCodeAt(0)
const READY_FOR_QUERY = 'Z'.charCodeAt(0)

/**
 * Opens the meter. A statement lasts from the client's Query or Sync to the server's ReadyForQuery, so one that was sent
 * while another ran also counts its wait: an upper bound.
 */
export async function openStatementMeter(databaseUrl: string): Promise<StatementMeter> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let times: number[] = []
  const server = createServer({ noDelay: true }, (client) => {
    const postgres = createConnection({ host: target.hostname, port: Number(target.port), noDelay: true })
    const asked: number[] = []
    const fromClient = messageScanner(true, (type) => {
      if (type === QUERY || type === SYNC) asked.push(performance.now())
    })
    const fromServer = messageScanner(false, (type) => {
      const askedAt = type === READY_FOR_QUERY ? asked.shift() : undefined
      if (askedAt !== undefined) times.push(performance.now() - askedAt)
    })
    join(client, postgres, fromClient)
    join(postgres, client, fromServer)
    for (const socket of [client, postgres]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    take: () => {
      const taken = times
      times = []
      return taken
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function join(from: Socket, to: Socket, scan: (chunk: Buffer) => void): void {
  from.on('data', (chunk) => {
    scan(chunk)
    if (!to.write(chunk)) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('end', () => to.end())
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroy())
}

/** Calls back with the type of every message, whatever pieces the bytes arrive in. The client's first has no type. */
function messageScanner(isClient: boolean, onMessage: (type: number) => void): (chunk: Buffer) => void {
  let isFirst = isClient
  let head = Buffer.alloc(0)
  let toSkip = 0
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (toSkip > 0) {
        const skipped = Math.min(toSkip, chunk.length - at)
        toSkip -= skipped
        at += skipped
        continue
      }
      const wanted = (isFirst ? 4 : 5) - head.length
      head = Buffer.concat([head, chunk.subarray(at, at + wanted)])
      at += wanted
      if (head.length < (isFirst ? 4 : 5)) return
      if (!isFirst) onMessage(head[0] ?? 0)
      toSkip = head.readUInt32BE(isFirst ? 0 : 1) - 4
      isFirst = false
      head = Buffer.alloc(0)
    }
  }
}
