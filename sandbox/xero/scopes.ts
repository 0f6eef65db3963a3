/** Scopes an app made after 2 March 2026 can be given. The broad ones of before are refused, as Xero does. */
const DATA = [
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.settings',
  'accounting.contacts',
]
const REPORTS = ['profitandloss', 'balancesheet', 'trialbalance', 'executivesummary', 'aged', 'banksummary']

export const KNOWN_SCOPES: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
  ...DATA.flatMap((scope) => [scope, `${scope}.read`]),
  'accounting.budgets.read',
  'accounting.journals.read',
  ...REPORTS.map((report) => `accounting.reports.${report}.read`),
])

const NEEDED: readonly (readonly [path: RegExp, scopes: readonly string[]])[] = [
  [/^(Organisations?|Accounts)$/, ['accounting.settings', 'accounting.settings.read']],
  [/^Contacts$/, ['accounting.contacts', 'accounting.contacts.read']],
  [/^Invoices(\/|$)/, ['accounting.invoices', 'accounting.invoices.read']],
  [/^Payments$/, ['accounting.payments', 'accounting.payments.read']],
  [/^Reports\/ProfitAndLoss$/, ['accounting.reports.profitandloss.read']],
]

/** Whether one of the scopes opens the path below /api.xro/2.0; a path that no row knows needs none. */
export function isPermitted(path: string, scopes: readonly string[]): boolean {
  const row = NEEDED.find(([pattern]) => pattern.test(path))
  return row === undefined || row[1].some((scope) => scopes.includes(scope))
}
