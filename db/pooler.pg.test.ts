import { expect, inject, it } from 'vitest'
import { isDirect } from '../scripts/checks/pooler.ts'

it('[PG9] is what this run asks through, unless it is the run on a real server', async () => {
  const { kind, appUrl, labUrl } = inject('postgres')
  for (const address of [appUrl, labUrl]) expect(await isDirect(address)).toBe(kind === 'real')
})
