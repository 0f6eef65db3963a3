import { expect, it } from 'vitest'
import { asideCursor, readAsideCursor } from './aside-place.ts'

const at = '2026-05-04T10:00:00.000Z'

it('[CN88] a cursor says which record was the last, whatever a provider calls its records', () => {
  for (const recordKey of ['INV-1', 'a_b,"c"]', 'Ĩ☂', ''])
    expect(readAsideCursor(asideCursor({ at, stream: 'invoices', recordKey }))).toEqual([
      at,
      'invoices',
      recordKey,
    ])
})

it('[CN88] what is no cursor is told apart', () => {
  for (const text of ['', 'x', '[]', '["yesterday","invoices","1"]', `["${at}","invoices"]`, '{}', 'null'])
    expect(readAsideCursor(text)).toBeNull()
})
