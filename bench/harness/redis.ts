import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from '../../scripts/real-postgres.ts'

export interface BenchRedis {
  port: number
  client: Redis
  close(): Promise<void>
}

/** A Redis of this machine on a free port, in memory only; null when there is no `redis-server`. */
export async function openRedis(): Promise<BenchRedis | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null
  const port = await freePort()
  const child = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], {
    stdio: 'ignore',
  })
  const stop = () => void child.kill('SIGTERM')
  process.once('exit', stop)
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => 50 })
  client.on('error', () => undefined)
  for (let tries = 0; (await client.ping().catch(() => '')) !== 'PONG'; tries += 1) {
    if (tries > 100) throw new Error('redis-server does not answer')
    await sleep(50)
  }
  return {
    port,
    client,
    close: async () => {
      client.disconnect()
      process.off('exit', stop)
      stop()
    },
  }
}
