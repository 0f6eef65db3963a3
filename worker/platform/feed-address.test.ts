import { expect, it } from 'vitest'
import { feedToken, readFeedToken } from './feed-address.ts'

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64')
const of = {
  tenantId: '01a2176b-6b4d-737f-9f7e-bac81d6a2cef',
  feedId: '01a2176b-732c-7201-be19-ce9b7e60639d',
}

it('[BK40] an address names its calendar to us, and one that was changed or made elsewhere names none', async () => {
  const token = await feedToken(key(1), of)
  expect(await readFeedToken(key(1), token)).toEqual(of)
  expect(await readFeedToken(`2:${key(9)},1:${key(1)}`, token)).toEqual(of)
  expect(await readFeedToken(key(2), token)).toBeNull()
  const last = token.endsWith('0') ? '1' : '0'
  expect(await readFeedToken(key(1), `${token.slice(0, -1)}${last}`)).toBeNull()
  expect(await readFeedToken(key(1), token.replace('01a2176b-732c', '01a2176b-732d'))).toBeNull()
  expect(await readFeedToken(key(1), 'x')).toBeNull()
})
