// The reference of B6: a Node process that LISTENs and passes every notification on to its sockets.

import postgres from 'postgres'
import { WebSocketServer } from 'ws'

const sql = postgres(process.argv[2] ?? '', { max: 2 })
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
await sql.listen('bench', (payload) => {
  for (const socket of server.clients) socket.send(payload)
})
// Each message asks for one change: a row and its notification in one transaction.
process.on('message', () => {
  void sql
    .begin(async (tx) => {
      await tx`insert into bench_notes (note) values ('changed')`
      const [row] = await tx<{ at: string }[]>`
        select extract(epoch from clock_timestamp())::text as at`
      await tx`select pg_notify('bench', ${row?.at ?? ''})`
    })
    .then(() => process.send?.({ isDone: true }))
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
const address = server.address()
process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
