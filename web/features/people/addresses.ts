/** Addresses out of whatever was typed or pasted: separated by commas, spaces, semicolons or lines, with or without names. */
export function addressesIn(text: string): string[] {
  const named = [...text.matchAll(/<([^<>\s]+)>/g)].map(([, address = '']) => address)
  // `Ana Reed <ana@example.com>`: what stands before the address is a name and no address.
  const rest = text.replaceAll(/[^,;\n]*<[^<>\s]+>/g, ' ')
  const bare = rest.split(/[\s,;]+/).filter((word) => word !== '')
  return [...new Set([...named, ...bare].map((address) => address.toLowerCase()))]
}
