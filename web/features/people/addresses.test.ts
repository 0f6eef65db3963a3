import { expect, it } from 'vitest'
import { addressesIn } from './addresses.ts'

it('[AC100] finds addresses in lists as people paste them', () => {
  expect(addressesIn('a@x.example, B@x.example;c@x.example\n d@x.example')).toEqual([
    'a@x.example',
    'b@x.example',
    'c@x.example',
    'd@x.example',
  ])
  expect(addressesIn('Ana Reed <ana@x.example>, "Bo" <bo@x.example>\ncy@x.example')).toEqual([
    'ana@x.example',
    'bo@x.example',
    'cy@x.example',
  ])
  expect(addressesIn('a@x.example a@x.example')).toEqual(['a@x.example'])
  expect(addressesIn('  \n')).toEqual([])
  // What is no address is kept, so that the form can say so.
  expect(addressesIn('not-an-address')).toEqual(['not-an-address'])
})
