// Asks a workspace's object directly, as the front door does, and times each call. The clock of the runtime
// stands still while code runs and moves with every answer, so it is exact to the step of its clock around a call.
export default {
  async fetch(request, env) {
    const { principal, texts } = await request.json()
    const stub = env.TENANT.getByName(principal.tenantId)
    const calls = []
    const startedAt = performance.now()
    for (const text of texts) {
      const askedAt = performance.now()
      const answer = await stub.ask(principal, text)
      calls.push({ ms: performance.now() - askedAt, status: answer.status, bytes: answer.body.length })
    }
    return Response.json({ totalMs: performance.now() - startedAt, calls })
  },
}
