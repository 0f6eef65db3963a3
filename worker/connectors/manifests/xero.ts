import { defineConnector, type MetricDraft, type RecordTarget, type Request } from '../engine/define.ts'
import { xeroProfitAndLoss } from '../exceptions/xero-profit-and-loss.ts'

/*
 * Surprises:
 * - An organisation on a plan without an endpoint answers 401 `AuthorizationUnsuccessful` to a good token; no refresh mends it. One
 *   that was disconnected at Xero answers 403 `AuthenticationUnsuccessful`.
 * - `Date` is a calendar day written as midnight UTC; `UpdatedDateUTC` in the same notation is an instant.
 * - `CurrencyRate` is units of the document's currency for one of the organisation's.
 * - `SubTotal` is without tax whether lines are entered with or without it; `Total` is with tax.
 * - Pages are asked for in the order of an id, because the order of changes moves documents from unread pages to read ones: what
 *   changes during a run would push another one past the border unread.
 * - "Modified since" leaves out what was modified at that very second; the overlap covers it.
 * - Credit notes, overpayments and prepayments are documents of their own and are not read.
 */

const get = (
  path: string,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
): Request => ({
  method: 'GET',
  path,
  query,
  headers,
  body: null,
})

const VALUES = { kind: 'facts', table: 'custom_metrics', column: 'value' } as const

const DIMENSIONS_OF_SALES = ['Customer', 'Status']
const DIMENSIONS_OF_BILLS = ['Supplier', 'Status']

const invoiceMetrics: readonly MetricDraft[] = [
  {
    key: 'invoiced',
    label: 'Invoiced',
    unit: 'money',
    direction: 'up',
    aggregation: 'sum',
    scale: 4,
    source: VALUES,
    dimensions: DIMENSIONS_OF_SALES,
    description: 'Sales invoices by invoice date, without tax. Credit notes are not taken off.',
  },
  {
    key: 'invoices',
    label: 'Sales invoices',
    unit: 'count',
    direction: 'up',
    aggregation: 'sum',
    scale: 0,
    source: VALUES,
    dimensions: DIMENSIONS_OF_SALES,
    description: 'Number of sales invoices by invoice date.',
  },
  {
    key: 'bills',
    label: 'Supplier bills',
    unit: 'money',
    direction: 'down',
    aggregation: 'sum',
    scale: 4,
    source: VALUES,
    dimensions: DIMENSIONS_OF_BILLS,
    description: 'Supplier bills by bill date, without tax.',
  },
]

const documentOf = (
  contact: 'Customer' | 'Supplier',
  values: Extract<RecordTarget, { kind: 'value' }>['values'],
): RecordTarget => ({
  kind: 'value',
  day: { at: ['DateString', 'Date'], kind: 'date', format: 'ms_date' },
  values,
  currency: 'CurrencyCode',
  rate: { at: 'CurrencyRate', kind: 'per_base', baseFact: 'baseCurrency' },
  dimensions: {
    [contact]: 'Contact.Name',
    Status: { at: 'Status', known: { AUTHORISED: 'Authorised', PAID: 'Paid' } },
  },
})

const netAmount = { kind: 'decimal', at: 'SubTotal', less: null } as const

export const xero = defineConnector({
  provider: 'xero',
  name: 'Xero',
  category: 'accounting',
  summary: 'Profit and loss, invoices and bills from your Xero organisation.',
  reads: [
    'Profit and loss, by day',
    'Sales invoices and bills: date, contact name, amounts, currency and status',
    'The chart of accounts and the base currency',
  ],
  never: ['Changes anything in Xero', 'Reads payroll, bank details or attachments', 'Trains AI on your data'],
  auth: {
    kind: 'oauth2',
    issuer: 'https://identity.xero.com',
    authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
    tokenUrl: 'https://identity.xero.com/connect/token',
    revokeUrl: 'https://identity.xero.com/connect/revocation',
    clientAuth: 'basic',
    // Apps made before March 2026 set XERO_SCOPES to the broad scopes; newer ones cannot have them.
    scopes: [
      'offline_access',
      'accounting.invoices.read',
      'accounting.reports.profitandloss.read',
      'accounting.settings.read',
    ],
    // Each stream needs one of them, and a call without its scope is answered like one the plan does not include.
    scopesNeeded: 'all',
    pkce: true,
    rotates: true,
    accessTtlSeconds: 30 * 60,
    extraAuthorizeParams: {},
  },
  accounts: {
    noun: 'organisation',
    request: get('https://api.xero.com/connections'),
    at: '',
    id: 'tenantId',
    name: 'tenantName',
    grantId: 'id',
    keep: { at: 'tenantType', in: ['ORGANISATION'] },
    headers: { 'xero-tenant-id': '{account}' },
    release: { ...get('https://api.xero.com/connections/{grant}'), method: 'DELETE' },
  },
  baseUrl: 'https://api.xero.com/api.xro/2.0',
  headers: {},
  limits: { requestsPerMinute: 60, requestsPerDay: 5000, concurrent: 5 },
  errors: [
    { status: [401], at: 'Detail', in: ['AuthorizationUnsuccessful'], meaning: 'permission' },
    { status: [403], at: 'Detail', in: ['AuthenticationUnsuccessful'], meaning: 'reauthorise' },
  ],
  streams: {
    profit_and_loss: {
      label: 'Profit and loss',
      brings: ['Revenue, expenses and profit of every day, for the last 12 months'],
      schedule: { dailyAt: '02:00' },
      metrics: [],
      fields: [
        { from: 'Income accounts', to: 'Revenue' },
        { from: 'Cost of sales and expense accounts', to: 'Expenses' },
      ],
      kind: 'coded',
      reader: xeroProfitAndLoss,
    },
    invoices: {
      label: 'Sales invoices and supplier bills',
      brings: ['Sales invoices', 'Supplier bills'],
      schedule: { everySeconds: 15 * 60 },
      metrics: invoiceMetrics,
      fields: [
        { from: 'InvoiceID', to: 'Id of the record' },
        { from: 'Date', to: 'Date' },
        { from: 'SubTotal', to: 'Invoiced, or Supplier bills' },
        { from: 'Contact.Name', to: 'Customer, or Supplier' },
        { from: 'Status', to: 'Status' },
        { from: 'CurrencyCode, CurrencyRate', to: 'Currency and rate' },
      ],
      kind: 'declared',
      read: {
        format: 'json',
        request: get(
          '/Invoices',
          { page: '{page}', pageSize: '{size}', order: 'InvoiceID ASC', summaryOnly: 'true' },
          { 'If-Modified-Since': '{since}' },
        ),
        recordsAt: 'Invoices',
        key: ['InvoiceID'],
        paging: { kind: 'page', first: 1, size: 100, pages: 'pagination.pageCount', more: null },
        cursor: {
          kind: 'changes',
          at: 'UpdatedDateUTC',
          format: 'ms_date',
          sendAs: 'iso_seconds',
          overlapSeconds: 5 * 60,
          lagSeconds: 30,
        },
        facts: { baseCurrency: { request: get('/Organisation'), at: 'Organisations.0.BaseCurrency' } },
        rules: [
          {
            when: [{ at: 'Status', in: ['VOIDED', 'DELETED', 'DRAFT', 'SUBMITTED'] }],
            to: { kind: 'deleted', of: 'value' },
          },
          {
            when: [{ at: 'Type', in: ['ACCREC'] }],
            to: documentOf('Customer', [
              { metric: 'invoiced', amount: netAmount },
              { metric: 'invoices', amount: { kind: 'one' } },
            ]),
          },
          {
            when: [{ at: 'Type', in: ['ACCPAY'] }],
            to: documentOf('Supplier', [{ metric: 'bills', amount: netAmount }]),
          },
        ],
      },
    },
  },
})
