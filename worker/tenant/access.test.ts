import { expect, it } from 'vitest'
import { accessKindOf } from './access.ts'

it('[AU30] what gives out rows, files or secret addresses is told from what does not', () => {
  const kinds = Object.fromEntries(
    [
      'metrics/sales/records',
      'financials',
      'custom-metrics/1_2026-01-01_x_0',
      'history/values/sales/x',
      'audit/export',
      'imports/x/rejects.csv',
      'imports/x/rejects',
      'connections/x/quarantine',
      'artist-profiles/x/export',
      'artists/x/calendar-feed',
      'artists/x/calendar',
      'metrics',
      'dashboards',
      'audit',
      'clients',
    ].map((path) => [path, accessKindOf('GET', path)]),
  )
  expect(kinds).toEqual({
    'metrics/sales/records': 'rows',
    financials: 'rows',
    'custom-metrics/1_2026-01-01_x_0': 'rows',
    'history/values/sales/x': 'rows',
    'audit/export': 'export',
    'imports/x/rejects.csv': 'export',
    'imports/x/rejects': 'rows',
    'connections/x/quarantine': 'rows',
    'artist-profiles/x/export': 'export',
    'artists/x/calendar-feed': 'secret',
    'artists/x/calendar': null,
    metrics: null,
    dashboards: null,
    audit: null,
    clients: null,
  })
  expect(accessKindOf('POST', 'custom-metrics')).toBeNull()
})
