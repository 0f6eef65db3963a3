const SECRET_BYTES = 32

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** A secret for a link that cannot be guessed: 32 random bytes, base64url. */
export const randomSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))

/** What is stored of a secret: its SHA-256, base64url. A copy of the table opens nothing. */
export async function secretHash(secret: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))))
}
