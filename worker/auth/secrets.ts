const NONCE_BYTES = 12
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Bytes as text that fits into addresses and cookies. */
export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** What `base64url` was given. Throws on anything else. */
export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

/** SHA-256 of a text that cannot be guessed. */
export const digestOf = async (text: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text))))

// The secret has 256 random bits, so one hash makes a key of it; another purpose than digestOf, so another text.
const keyOf = async (secret: string) =>
  crypto.subtle.importKey(
    'raw',
    await crypto.subtle.digest('SHA-256', bytesOf(`seal:${secret}`)),
    'AES-GCM',
    false,
    ['encrypt', 'decrypt'],
  )

/** A text that only the holder of a random secret can read. */
export async function sealWith(secret: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(secret), bytesOf(text))
  return `${base64url(iv)}.${base64url(new Uint8Array(sealed))}`
}

/** Opens what `sealWith` made with the same secret. Throws otherwise. */
export async function openWith(secret: string, sealed: string): Promise<string> {
  const [iv = '', bytes = ''] = sealed.split('.')
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64url(iv) },
    await keyOf(secret),
    fromBase64url(bytes),
  )
  return new TextDecoder().decode(opened)
}
