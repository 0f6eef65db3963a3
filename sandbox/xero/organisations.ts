import { uuidFrom } from './chance.ts'

export type AccountType =
  | 'REVENUE'
  | 'SALES'
  | 'OTHERINCOME'
  | 'DIRECTCOSTS'
  | 'EXPENSE'
  | 'OVERHEADS'
  | 'DEPRECIATN'
  | 'BANK'
  | 'CURRENT'
  | 'CURRLIAB'
  | 'EQUITY'

export interface Account {
  id: string
  code: string
  name: string
  type: AccountType
  taxType: string
}

export interface Contact {
  id: string
  name: string
  isCustomer: boolean
  /** How often it is drawn, among its kind. */
  weight: number
  currency: string
  /** The account its bills are booked to. */
  accountCode: string
}

/** A heading of the report and the types of account below it. */
export interface LayoutSection {
  title: string
  total: string
  types: readonly AccountType[]
  /** A line of its own after this section: what is left so far. */
  subtotal?: string
}

export interface Layout {
  sections: readonly LayoutSection[]
  netProfit: string
  /** Real layouts differ: lines of a result stand in a section with an empty title, or without one. */
  resultTitle: string | undefined
}

export interface Organisation {
  id: string
  name: string
  countryCode: 'AU' | 'GB'
  baseCurrency: string
  /** IANA, for the calendar days. */
  zone: string
  /** As Xero names it. */
  timezone: string
  financialYearEnd: { day: number; month: number }
  accounts: readonly Account[]
  contacts: readonly Contact[]
  /** Units of the currency for one unit of the base currency. */
  rates: Readonly<Record<string, number>>
  /** In percent, on domestic documents. */
  taxPercent: number
  taxTypes: { sale: string; purchase: string; foreign: string }
  /** How many sales invoices on an average weekday; 0 for an organisation without documents. */
  salesAWeekday: number
  standardLayout: Layout
  /** What the organisation made itself; used unless the standard layout is asked for. */
  ownLayout: Layout
}

type AccountLine = readonly [code: string, name: string, type: AccountType]

const AU_ACCOUNTS: readonly AccountLine[] = [
  ['090', 'Business Bank Account', 'BANK'],
  ['200', 'Sales', 'REVENUE'],
  ['220', 'Retainers', 'SALES'],
  ['260', 'Other Revenue', 'REVENUE'],
  ['270', 'Interest Income', 'OTHERINCOME'],
  ['310', 'Cost of Goods Sold', 'DIRECTCOSTS'],
  ['320', 'Freelance Crew', 'DIRECTCOSTS'],
  ['400', 'Advertising', 'EXPENSE'],
  ['404', 'Bank Fees', 'EXPENSE'],
  ['412', 'Consulting & Accounting', 'EXPENSE'],
  ['416', 'Depreciation', 'DEPRECIATN'],
  ['425', 'Freight & Courier', 'EXPENSE'],
  ['433', 'Insurance', 'OVERHEADS'],
  ['445', 'Light, Power, Heating', 'OVERHEADS'],
  ['469', 'Rent', 'OVERHEADS'],
  ['473', 'Repairs and Maintenance', 'EXPENSE'],
  ['477', 'Wages and Salaries', 'EXPENSE'],
  ['485', 'Subscriptions', 'EXPENSE'],
  ['493', 'Travel - National', 'EXPENSE'],
  ['610', 'Accounts Receivable', 'CURRENT'],
  ['800', 'Accounts Payable', 'CURRLIAB'],
  ['820', 'GST', 'CURRLIAB'],
  ['960', 'Retained Earnings', 'EQUITY'],
]
const UK_ACCOUNTS: readonly AccountLine[] = [
  ['090', 'Business Current Account', 'BANK'],
  ['200', 'Sales', 'SALES'],
  ['260', 'Other Revenue', 'OTHERINCOME'],
  ['310', 'Cost of Goods Sold', 'DIRECTCOSTS'],
  ['320', 'Direct Wages', 'DIRECTCOSTS'],
  ['400', 'Advertising & Marketing', 'OVERHEADS'],
  ['401', 'Audit & Accountancy fees', 'OVERHEADS'],
  ['433', 'Insurance', 'OVERHEADS'],
  ['463', 'IT Software and Consumables', 'OVERHEADS'],
  ['469', 'Rent', 'OVERHEADS'],
  ['477', 'Salaries', 'OVERHEADS'],
  ['493', 'Travel - National', 'OVERHEADS'],
  ['610', 'Accounts Receivable', 'CURRENT'],
  ['800', 'Accounts Payable', 'CURRLIAB'],
  ['820', 'VAT', 'CURRLIAB'],
  ['960', 'Retained Earnings', 'EQUITY'],
]

type ContactLine = readonly [name: string, weight: number, currency?: string, accountCode?: string]

const AU_CUSTOMERS: readonly ContactLine[] = [
  ['Kelpline Outdoors', 17],
  ['Saltbush Homes', 13],
  ['Ferrous Coffee Roasters', 11],
  ['Bluegum Dental Group', 8],
  ['Lumenfold', 7, 'USD'],
  ['Quillwave Radio', 6],
  ['Mistral Cycles', 5],
  ['Tidepool Books', 5],
  ['Northlight Theatre', 4],
  ['Paperbark Events', 4],
  ['Ibis & Co', 3],
  ['Granary Lane', 3],
  ['Cobalt Ferry Lines', 3],
  ['Wattle & Reed', 3],
  ['Harrow Street Clinic', 2],
  ['Pindari Wines', 2],
  ['Switchback Tours', 2, 'NZD'],
  ['Kauri Point Kayaks', 2, 'NZD'],
  ['Meridian Maps', 2, 'GBP'],
  ['Oddfellow Toys', 2],
  ['Larkspur Legal', 2],
  ['Redgate Climbing', 1],
  ['Sandstone Press', 1],
  ['Copperline Studios', 1, 'USD'],
  ['Verdigris Gardens', 1],
]
const AU_SUPPLIERS: readonly ContactLine[] = [
  ['Anchor Crew Hire', 20, 'AUD', '320'],
  ['Lensworks Rental', 14, 'AUD', '310'],
  ['Pier Nine Property', 5, 'AUD', '469'],
  ['Wagepoint Payroll', 12, 'AUD', '477'],
  ['Brightgrid Energy', 4, 'AUD', '445'],
  ['Stackhouse Software', 6, 'USD', '485'],
  ['Gullwing Insurance', 2, 'AUD', '433'],
  ['Postline Couriers', 5, 'AUD', '425'],
  ['Fairlead Accountants', 2, 'AUD', '412'],
  ['Signal Hill Media', 6, 'AUD', '400'],
  ['Bellbird Travel', 4, 'AUD', '493'],
]
const UK_CUSTOMERS: readonly ContactLine[] = [
  ['Thistle & Tarn', 8],
  ['Marlow Bakers', 6],
  ['Fenwick Galleries', 5],
  ['Puddlejump Toys', 4],
  ['Stonecrop Estates', 3],
  ['Low Tide Festival', 2],
]
const UK_SUPPLIERS: readonly ContactLine[] = [
  ['Camden Crew Hire', 8, 'GBP', '320'],
  ['Lowther Street Lettings', 2, 'GBP', '469'],
  ['Pennine Software', 3, 'GBP', '463'],
  ['Wharf & Wells Accountants', 2, 'GBP', '401'],
  ['Northern Line Media', 3, 'GBP', '400'],
]

const AU_LAYOUT: Layout = {
  sections: [
    { title: ' Income', total: 'Total Income', types: ['REVENUE', 'SALES'] },
    {
      title: ' Less Cost of Sales',
      total: 'Total Cost of Sales',
      types: ['DIRECTCOSTS'],
      subtotal: 'GROSS PROFIT',
    },
    { title: ' Plus Other Income', total: 'Total Other Income', types: ['OTHERINCOME'] },
    {
      title: ' Less Operating Expenses',
      total: 'Total Operating Expenses',
      types: ['EXPENSE', 'OVERHEADS', 'DEPRECIATN'],
    },
  ],
  netProfit: 'NET PROFIT',
  resultTitle: undefined,
}
const UK_LAYOUT: Layout = {
  sections: [
    { title: 'Trading Income', total: 'Total Trading Income', types: ['REVENUE', 'SALES'] },
    {
      title: 'Less Cost of Sales',
      total: 'Total Cost of Sales',
      types: ['DIRECTCOSTS'],
      subtotal: 'Gross Profit',
    },
    { title: 'Plus Other Income', total: 'Total Other Income', types: ['OTHERINCOME'] },
    {
      title: 'Less Operating Expenses',
      total: 'Total Operating Expenses',
      types: ['EXPENSE', 'OVERHEADS', 'DEPRECIATN'],
    },
  ],
  netProfit: 'Net Profit',
  resultTitle: '',
}
/** Titles and order that no standard report has: income comes last and is split. */
export const UNUSUAL_LAYOUT: Layout = {
  sections: [
    { title: 'Studio overheads', total: 'All overheads', types: ['OVERHEADS', 'DEPRECIATN'] },
    { title: '', total: 'Day to day', types: ['EXPENSE'] },
    { title: 'Made on projects', total: 'Projects', types: ['SALES', 'DIRECTCOSTS'] },
    { title: 'Turnover', total: 'Turnover in all', types: ['REVENUE', 'OTHERINCOME'] },
  ],
  netProfit: 'Left for the owners',
  resultTitle: 'Result',
}

interface Plan {
  key: string
  accounts: readonly AccountLine[]
  customers: readonly ContactLine[]
  suppliers: readonly ContactLine[]
  taxTypes: Organisation['taxTypes']
}

function filledIn(
  seed: string,
  base: string,
  plan: Plan,
): Pick<Organisation, 'id' | 'accounts' | 'contacts'> {
  const { key } = plan
  const isIncome = (type: AccountType): boolean => /REVENUE|SALES|OTHERINCOME/.test(type)
  const isCost = (type: AccountType): boolean => /DIRECTCOSTS|EXPENSE|OVERHEADS/.test(type)
  const contact = (line: ContactLine, isCustomer: boolean): Contact => {
    const [name, weight, currency = base, accountCode = '200'] = line
    return { id: uuidFrom(seed, key, 'contact', name), name, isCustomer, weight, currency, accountCode }
  }
  return {
    id: uuidFrom(seed, key, 'organisation'),
    accounts: plan.accounts.map(([code, name, type]) => ({
      id: uuidFrom(seed, key, 'account', code),
      code,
      name,
      type,
      taxType: isIncome(type) ? plan.taxTypes.sale : isCost(type) ? plan.taxTypes.purchase : 'BASEXCLUDED',
    })),
    contacts: [
      ...plan.customers.map((line) => contact(line, true)),
      ...plan.suppliers.map((line) => contact(line, false)),
    ],
  }
}

const AU_TAX = { sale: 'OUTPUT', purchase: 'INPUT', foreign: 'EXEMPTEXPORT' }
const UK_TAX = { sale: 'OUTPUT2', purchase: 'INPUT2', foreign: 'ZERORATEDOUTPUT' }

/** The three organisations that the one user of the sandbox may connect; ids depend on the seed. */
export function organisationsFrom(seed: string): readonly Organisation[] {
  const australian = {
    countryCode: 'AU',
    baseCurrency: 'AUD',
    zone: 'Australia/Sydney',
    timezone: 'AUSEASTERNSTANDARDTIME',
    financialYearEnd: { day: 30, month: 6 },
    rates: { USD: 0.6604, NZD: 1.0912, GBP: 0.5127 },
    taxPercent: 10,
    taxTypes: AU_TAX,
    standardLayout: AU_LAYOUT,
    ownLayout: AU_LAYOUT,
  } as const
  const studio = {
    key: 'au',
    accounts: AU_ACCOUNTS,
    customers: AU_CUSTOMERS,
    suppliers: AU_SUPPLIERS,
    taxTypes: AU_TAX,
  }
  const london = {
    key: 'uk',
    accounts: UK_ACCOUNTS,
    customers: UK_CUSTOMERS,
    suppliers: UK_SUPPLIERS,
    taxTypes: UK_TAX,
  }
  const empty = { key: 'empty', accounts: AU_ACCOUNTS, customers: [], suppliers: [], taxTypes: AU_TAX }
  return [
    { ...australian, ...filledIn(seed, 'AUD', studio), name: 'Harbour & Finch', salesAWeekday: 6 },
    {
      ...filledIn(seed, 'GBP', london),
      name: 'Harbour & Finch UK',
      countryCode: 'GB',
      baseCurrency: 'GBP',
      zone: 'Europe/London',
      timezone: 'GMTSTANDARDTIME',
      financialYearEnd: { day: 31, month: 3 },
      rates: {},
      taxPercent: 20,
      taxTypes: UK_TAX,
      salesAWeekday: 2,
      standardLayout: UK_LAYOUT,
      ownLayout: UNUSUAL_LAYOUT,
    },
    { ...australian, ...filledIn(seed, 'AUD', empty), name: 'Empty Holdings', salesAWeekday: 0 },
  ]
}
