/** A caller of the API: where it is and who calls. */
export interface Caller {
  url: string
  headers: Record<string, string>
}

/** Calls the API and gives `data`. Throws with the whole answer when it is a refusal. */
export async function callApi<T>(caller: Caller, method: string, path: string, body?: unknown): Promise<T> {
  const isBytes = body instanceof Uint8Array
  const response = await fetch(`${caller.url}${path}`, {
    method,
    headers: {
      ...caller.headers,
      ...(body === undefined
        ? {}
        : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
  return (JSON.parse(text) as { data: T }).data
}

/** Signs in and gives the headers of the session. */
export async function signIn(
  url: string,
  tenantId: string,
  email: string,
  password: string,
): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { cookie, origin: url, 'x-tenant-id': tenantId }
}

/** Decimal text as whole units of 10^-6; throws on anything else, so that a total is compared exactly. */
export function micros(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,6})0*)?$/.exec(text)
  if (match === null) throw new Error(`not a decimal: ${text}`)
  const units = BigInt(`${match[2]}${(match[3] ?? '').padEnd(6, '0')}`)
  return match[1] === '-' ? -units : units
}
