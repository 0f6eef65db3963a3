import { defineConnector } from '../engine/define.ts'

/*
 * Surprises:
 * - Days without a rate (weekends, TARGET holidays) have no row; the last earlier rate counts.
 * - A range without any rate, such as a weekend, answers 404.
 * - Rates of a day appear at about 16:00 Central European Time.
 */

const CURRENCIES =
  'USD+GBP+AUD+NZD+JPY+CAD+CHF+SGD+HKD+CNY+INR+SEK+NOK+DKK+ZAR+PLN+CZK+HUF+MXN+BRL+THB+MYR+IDR+PHP+KRW+TRY+ILS'

export const ecb = defineConnector({
  provider: 'ecb',
  name: 'European Central Bank',
  category: 'rates',
  summary: 'Reference exchange rates, by which amounts in other currencies are converted.',
  reads: ['Published euro reference rates of the last 13 months'],
  never: ['Sends anything about you'],
  auth: { kind: 'none' },
  accounts: null,
  baseUrl: 'https://data-api.ecb.europa.eu/service',
  headers: {},
  limits: { requestsPerMinute: null, requestsPerDay: null, concurrent: null },
  errors: [{ status: [404], meaning: 'nothing' }],
  streams: {
    rates: {
      label: 'Reference rates',
      brings: ['Rates of 27 currencies against the euro, each business day'],
      schedule: { dailyAt: '17:00' },
      metrics: [],
      fields: [
        { from: 'CURRENCY', to: 'Currency' },
        { from: 'TIME_PERIOD', to: 'Date' },
        { from: 'OBS_VALUE', to: 'Units for one euro' },
      ],
      kind: 'declared',
      read: {
        format: 'csv',
        request: {
          method: 'GET',
          path: `/data/EXR/D.${CURRENCIES}.EUR.SP00.A`,
          query: { startPeriod: '{from}', endPeriod: '{to}', format: 'csvdata' },
          headers: {},
          body: null,
        },
        recordsAt: '',
        key: ['CURRENCY', 'TIME_PERIOD'],
        paging: { kind: 'none' },
        // 27 currencies of 23 business days at most: a slice is one page of ours.
        cursor: { kind: 'days', sliceDays: 31, backfillDays: 400, restateDays: 14 },
        facts: {},
        rules: [
          {
            when: [],
            to: {
              kind: 'rate',
              currency: 'CURRENCY',
              day: { at: ['TIME_PERIOD'], kind: 'date', format: 'iso' },
              perEuro: { kind: 'decimal', at: 'OBS_VALUE', less: null },
            },
          },
        ],
      },
    },
  },
})
