import { expect, it } from 'vitest'
import { ClientId } from '../../../contracts/ids.ts'
import type { Series } from '../../../contracts/metrics.ts'
import { labelClients } from './client-labels.ts'

const id = (i: number) => `00000000-0000-7000-8000-00000000000${i}`
const series = (dimensionValue: string | null): Series => ({
  ...{ metric: 'revenue', label: 'Revenue', unit: 'money', currency: 'EUR', points: [], total: '1' },
  dimensionValue,
  part: dimensionValue === null ? 'other' : 'value',
})

it('[ME33] names clients, those of one name by their external ids', () => {
  const clients = [
    { id: id(1), name: 'Acme', externalId: 'a-1' },
    { id: id(2), name: 'Acme', externalId: 'a-2' },
    { id: id(3), name: 'Zoo', externalId: 'z' },
  ]
  const labelled = labelClients([id(1), id(2), id(3), id(4), null].map(series), clients)
  expect(labelled.map((one) => [one.dimensionValue, one.clientId])).toEqual([
    ['Acme (a-1)', ClientId.parse(id(1))],
    ['Acme (a-2)', ClientId.parse(id(2))],
    ['Zoo', ClientId.parse(id(3))],
    [id(4), undefined],
    [null, undefined],
  ])
})
