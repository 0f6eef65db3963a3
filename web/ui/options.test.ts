import { expect, it } from 'vitest'
import { isSameOffer, type Option } from './options.ts'

it('[SH22] options that say the same are the same offer, and no others', () => {
  const made = (label = 'Two'): Option[] => [
    { value: '1', label: 'One' },
    { value: '2', label },
  ]
  expect(isSameOffer(made(), made())).toBe(true)
  expect(isSameOffer(made(), made('Second'))).toBe(false)
  expect(isSameOffer(made(), made().slice(1))).toBe(false)
  expect(isSameOffer(made().slice(1), made())).toBe(false)
  expect(isSameOffer(made(), made().reverse())).toBe(false)
  expect(isSameOffer(made(), [...made().slice(0, 1), { value: '2', label: 'Two', isDisabled: true }])).toBe(
    false,
  )
})
