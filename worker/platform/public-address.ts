const LOCAL_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid)$/

/**
 * True when an address that a workspace has set may be called: https, a name with a dot that no private network uses, and no login in it.
 * @param isLocal on a developer's machine its own stand-ins may be called as well.
 */
export function isPublicAddress(address: string, isLocal: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  if (isLocal && protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost')) return true
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  // Numbers, in whatever base, end as digits once the address was parsed; those of IPv6 stand in brackets.
  const isNumber = /^[\d.]+$/.test(hostname) || hostname.startsWith('[')
  return !isNumber && hostname.includes('.') && !LOCAL_NAMES.test(hostname)
}
