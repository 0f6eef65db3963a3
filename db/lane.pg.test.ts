import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, inject, it } from 'vitest'
import { openLane } from './lane.ts'

const IDLE_MS = 10

it('[CO64] a connection that is being closed for want of use is in nobody’s way', async () => {
  const way = await slowlyClosed(inject('postgres').appUrl)
  const lane = openLane(way.url, IDLE_MS)
  try {
    for (let use = 1; use <= 3; use += 1) {
      const hungUp = way.nextEnd()
      const [row] = await lane.use((connection) => connection`select ${use}::int as use`)
      expect([row?.use, way.opened()]).toEqual([use, use])
      // The driver has said goodbye and waits for the other side, which keeps silent.
      await hungUp
    }
  } finally {
    way.close()
    await lane.reset()
  }
})

/** A way to the server on which a goodbye is heard, passed on, and left without an answer. */
async function slowlyClosed(
  url: string,
): Promise<{ url: string; opened: () => number; nextEnd: () => Promise<unknown>; close: () => void }> {
  const target = new URL(url)
  const { hostname, port } = target
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    near.pipe(far)
    far.pipe(near, { end: false })
    near.once('end', () => server.emit('hung up'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  target.port = String((server.address() as AddressInfo).port)
  return {
    url: target.href,
    opened: () => sockets.size / 2,
    nextEnd: () => once(server, 'hung up'),
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
