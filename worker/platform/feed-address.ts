import { readRawKeys } from './seal.ts'

/** Where calendars are read; the token follows. */
export const FEED_PATH = '/api/v1/calendars/'

const PURPOSE = 'orrery calendar feeds v1'
const MAC_CHARS = 32
const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([0-9a-f]{32})$/

/** Which calendar an address is of. */
export interface FeedAddress {
  tenantId: string
  feedId: string
}

async function macOf(raw: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
  const encoder = new TextEncoder()
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(PURPOSE) },
    material,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, MAC_CHARS)
}

/** The secret part of an address: it names workspace and calendar, and nobody can make one without the setting. */
export async function feedToken(setting: string, { tenantId, feedId }: FeedAddress): Promise<string> {
  const [current] = readRawKeys(setting)
  if (current === undefined) throw new Error('SEAL_KEY is empty')
  return `${tenantId}.${feedId}.${await macOf(current[1], `${tenantId}.${feedId}`)}`
}

/** Which calendar a token is of; null when we have not made it. Older keys of the setting count as well. */
export async function readFeedToken(setting: string, token: string): Promise<FeedAddress | null> {
  const [, tenantId, feedId, given] = TOKEN.exec(token) ?? []
  if (tenantId === undefined || feedId === undefined || given === undefined) return null
  let isOurs = false
  for (const [, raw] of readRawKeys(setting)) {
    const mac = await macOf(raw, `${tenantId}.${feedId}`)
    let difference = 0
    for (let i = 0; i < MAC_CHARS; i += 1) difference |= mac.charCodeAt(i) ^ given.charCodeAt(i)
    if (difference === 0) isOurs = true
  }
  return isOurs ? { tenantId, feedId } : null
}
