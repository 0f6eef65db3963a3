// The floor: what the runtime itself can do. Gives back whatever body it was last told to.
let body = 'hello'
let headers = { 'content-type': 'text/plain' }

export default {
  async fetch(request) {
    if (request.method === 'PUT') {
      body = await request.text()
      headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      return new Response(null, { status: 204 })
    }
    if (request.method === 'POST') await request.text()
    return new Response(body, { headers })
  },
}
