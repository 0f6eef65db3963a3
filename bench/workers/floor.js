// The floor: what the runtime itself can do. Gives back whatever body it was last told to: `/` with two headers, `/hello` in one word, `/headers` with
// every header the Worker's own answers carry, `/hop` the same by way of an object that does nothing else.
import { DurableObject } from 'cloudflare:workers'

const PLAIN = { 'content-type': 'text/plain' }
let body = ''
let headers = PLAIN
let allHeaders = headers

export class Bare extends DurableObject {
  kept = ''
  keep(text) {
    this.kept = text
  }
  ask(_principal, _text) {
    return this.kept
  }
}

/** As large as the principal of a call. */
const principal = {
  v: 1,
  kind: 'person',
  id: '01a21414-4bbd-7f1a-8878-b1e54f1199c6',
  name: 'Bench',
  tenantId: '01a21414-4bbd-7f1a-8878-b1e54f1199c6',
  role: 'editor',
  credentialId: '01a21414-4bbd-7f1a-8878-b1e54f1199c6',
  memberVersion: 1,
}

export default {
  async fetch(request, env) {
    if (request.method === 'PUT') {
      body = await request.text()
      headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      allHeaders = JSON.parse(request.headers.get('x-all-headers') ?? JSON.stringify(headers))
      await env.BARE.getByName('bare').keep(body)
      return new Response(null, { status: 204 })
    }
    if (request.url.endsWith('/hello')) return new Response('hello', { headers: PLAIN })
    const text = request.method === 'POST' ? await request.text() : ''
    if (request.url.endsWith('/hop')) {
      const answer = await env.BARE.getByName('bare').ask(principal, text)
      return new Response(answer, { headers: { ...allHeaders } })
    }
    if (request.url.endsWith('/headers')) return new Response(body, { headers: { ...allHeaders } })
    return new Response(body, { headers })
  },
}
