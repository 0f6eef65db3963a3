// The reference of B2: Fastify and Redis doing for a dashboard what the Worker does: session, exact limit, and answers kept
// until a number in them moves.
import Fastify from 'fastify'
import { Redis } from 'ioredis'

/** Exactly 600 a minute with 120 at once (the generic cell rate algorithm), in one step of Redis. */
const LIMIT = `
local now = tonumber(ARGV[1])
local ready = tonumber(redis.call('get', KEYS[1]) or '0')
local start = math.max(ready, now)
if start - now > 100 * 119 then return -1 end
redis.call('set', KEYS[1], start + 100, 'px', 120000)
return math.floor(120 - (start + 100 - now) / 100)`

const redis = new Redis(Number(process.argv[2]), '127.0.0.1', { enableAutoPipelining: true })
redis.defineCommand('take', { numberOfKeys: 1, lua: LIMIT })
type WithLimit = Redis & { take(key: string, nowMs: number): Promise<number> }

const app = Fastify({ logger: false })
app.post<{ Body: { questions?: unknown[] } }>('/api/v1/metrics/query', async (request, reply) => {
  const token = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  if (token === undefined) return reply.code(401).send({ error: { code: 'unauthenticated' } })
  const questions = request.body.questions ?? [request.body]
  const names = questions.map((question) => JSON.stringify(question))
  // Session and limit need each other's answer only to decide, so all of it is one trip.
  const [session, remaining, kept, moved] = await Promise.all([
    redis.get(`session:${token}`),
    (redis as WithLimit).take(`limit:${token}`, Date.now()),
    redis.mget(names.map((name) => `answer:${name}`)),
    redis.hgetall('moved'),
  ])
  if (session === null) return reply.code(401).send({ error: { code: 'unauthenticated' } })
  const { tenantId } = JSON.parse(session) as { tenantId: string }
  if (tenantId !== request.headers['x-tenant-id'])
    return reply.code(404).send({ error: { code: 'not_found' } })
  if (remaining < 0) return reply.code(429).send({ error: { code: 'rate_limited' } })
  const answers: string[] = []
  for (const text of kept) {
    if (text === null) return reply.code(500).send({ error: { code: 'not_kept' } })
    const [head = '', body = ''] = splitOnce(text)
    const { seq, metrics } = JSON.parse(head) as { seq: number; metrics: string[] }
    if (metrics.some((metric) => Number(moved[metric] ?? 0) > seq)) return reply.code(500).send()
    answers.push(body)
  }
  reply.header('content-type', 'application/json').header('ratelimit-remaining', String(remaining))
  const data = request.body.questions === undefined ? answers[0] : `[${answers.join(',')}]`
  return reply.send(`{"data":${data},"meta":{"seq":1}}`)
})

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('\n')
  return [text.slice(0, at), text.slice(at + 1)]
}

const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send?.({ url })
