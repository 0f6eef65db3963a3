import { wireDay, wireDayString, wireInstant } from './days.ts'
import { type Payment, paidCents, type SalesDocument, totalCents } from './documents.ts'
import { money, scaled } from './json.ts'
import type { Account, Contact, Organisation } from './organisations.ts'

const INCOME = /^(REVENUE|SALES|OTHERINCOME)$/
const COST = /^(DIRECTCOSTS|EXPENSE|OVERHEADS|DEPRECIATN)$/

function classOf(account: Account): string {
  if (INCOME.test(account.type)) return 'REVENUE'
  if (COST.test(account.type)) return 'EXPENSE'
  if (account.type === 'EQUITY') return 'EQUITY'
  return account.type === 'CURRLIAB' ? 'LIABILITY' : 'ASSET'
}

export const accountWire = (account: Account, openedMs: number): object => ({
  AccountID: account.id,
  Code: account.code,
  Name: account.name,
  Status: 'ACTIVE',
  Type: account.type,
  TaxType: account.taxType,
  Class: classOf(account),
  EnablePaymentsToAccount: account.type === 'BANK',
  ShowInExpenseClaims: false,
  ...(account.type === 'BANK' ? { BankAccountNumber: '062000-10203040', BankAccountType: 'BANK' } : {}),
  ReportingCode: '',
  UpdatedDateUTC: wireInstant(openedMs),
})

export const organisationWire = (organisation: Organisation, openedMs: number): object => ({
  Name: organisation.name,
  LegalName: organisation.name,
  PaysTax: true,
  Version: organisation.countryCode === 'AU' ? 'AU' : 'UK',
  OrganisationType: 'COMPANY',
  BaseCurrency: organisation.baseCurrency,
  CountryCode: organisation.countryCode,
  IsDemoCompany: false,
  OrganisationStatus: 'ACTIVE',
  FinancialYearEndDay: organisation.financialYearEnd.day,
  FinancialYearEndMonth: organisation.financialYearEnd.month,
  SalesTaxBasis: 'ACCRUALS',
  SalesTaxPeriod: 'QUARTERLY1',
  DefaultSalesTax: 'Tax Exclusive',
  DefaultPurchasesTax: 'Tax Exclusive',
  CreatedDateUTC: wireInstant(openedMs),
  OrganisationEntityType: 'COMPANY',
  Timezone: organisation.timezone,
  ShortCode: `!${organisation.id.slice(0, 5)}`,
  OrganisationID: organisation.id,
  Edition: 'BUSINESS',
  Class: 'PREMIUM',
  Addresses: [],
  Phones: [],
  ExternalLinks: [],
  PaymentTerms: {},
})

export const contactWire = (contact: Contact, openedMs: number): object => ({
  ContactID: contact.id,
  ContactStatus: 'ACTIVE',
  Name: contact.name,
  EmailAddress: '',
  BankAccountDetails: '',
  Addresses: [
    { AddressType: 'STREET', City: '', Region: '', PostalCode: '', Country: '' },
    { AddressType: 'POBOX', City: '', Region: '', PostalCode: '', Country: '' },
  ],
  Phones: ['DDI', 'DEFAULT', 'FAX', 'MOBILE'].map((PhoneType) => ({
    PhoneType,
    PhoneNumber: '',
    PhoneAreaCode: '',
    PhoneCountryCode: '',
  })),
  UpdatedDateUTC: wireInstant(openedMs),
  ContactGroups: [],
  IsSupplier: !contact.isCustomer,
  IsCustomer: contact.isCustomer,
  DefaultCurrency: contact.currency,
  ContactPersons: [],
  HasAttachments: false,
  HasValidationErrors: false,
})

const namedContact = (contact: Contact): object => ({
  ContactID: contact.id,
  Name: contact.name,
  Addresses: [],
  Phones: [],
  ContactGroups: [],
  ContactPersons: [],
  HasValidationErrors: false,
})

const linesWire = (document: SalesDocument): object[] =>
  document.lines.map((line) => ({
    Description: line.description,
    UnitAmount: scaled(line.unitAmountE4, 4),
    TaxType: line.taxType,
    TaxAmount: money(line.taxCents),
    LineAmount: money(line.amountCents),
    AccountCode: line.accountCode,
    Tracking: [],
    Quantity: scaled(line.quantityE4, 4),
    LineItemID: line.id,
    ValidationErrors: [],
  }))

const rateWire = (document: SalesDocument): object => scaled(document.rateE6, 6)

/** How much of an invoice is sent: lines come with pages and by id, the summary leaves payments out as well. */
export type Detail = 'full' | 'list' | 'summary'

/** An invoice or bill. A document that was voided keeps its totals and owes nothing. */
export function invoiceWire(document: SalesDocument, detail: Detail): object {
  const total = totalCents(document)
  const paid = paidCents(document)
  const isOver = document.status === 'VOIDED' || document.status === 'DELETED'
  const lastPayment = document.payments.at(-1)
  const payments = document.payments.map((payment) => ({
    PaymentID: payment.id,
    Date: wireDay(payment.day),
    Amount: money(payment.amountCents),
    CurrencyRate: rateWire(document),
    HasAccount: false,
    HasValidationErrors: false,
  }))
  return {
    Type: document.type,
    InvoiceID: document.id,
    InvoiceNumber: document.number,
    Reference: document.reference,
    ...(detail === 'summary'
      ? {}
      : { Payments: payments, CreditNotes: [], Prepayments: [], Overpayments: [] }),
    AmountDue: money(isOver ? 0 : total - paid),
    AmountPaid: money(paid),
    AmountCredited: money(0),
    SentToContact: document.status !== 'DRAFT',
    CurrencyRate: rateWire(document),
    HasErrors: false,
    IsDiscounted: false,
    HasAttachments: false,
    Contact: namedContact(document.contact),
    DateString: wireDayString(document.day),
    Date: wireDay(document.day),
    DueDateString: wireDayString(document.dueDay),
    DueDate: wireDay(document.dueDay),
    Status: document.status,
    LineAmountTypes: document.lineAmountTypes,
    ...(detail === 'summary' ? {} : { LineItems: detail === 'full' ? linesWire(document) : [] }),
    SubTotal: money(document.subTotalCents),
    TotalTax: money(document.taxCents),
    Total: money(total),
    UpdatedDateUTC: wireInstant(document.updatedAtMs),
    CurrencyCode: document.currency,
    ...(document.status === 'PAID' && lastPayment ? { FullyPaidOnDate: wireDay(lastPayment.day) } : {}),
  }
}

export interface PaidPart {
  document: SalesDocument
  payment: Payment
}

export const paymentWire = ({ document, payment }: PaidPart, bank: Account | undefined): object => ({
  PaymentID: payment.id,
  Date: wireDay(payment.day),
  BankAmount: money(Math.round((payment.amountCents * 1_000_000) / document.rateE6)),
  Amount: money(payment.amountCents),
  Reference: '',
  CurrencyRate: rateWire(document),
  PaymentType: `${document.type}PAYMENT`,
  Status: 'AUTHORISED',
  UpdatedDateUTC: wireInstant(payment.updatedAtMs),
  HasAccount: true,
  IsReconciled: false,
  ...(bank ? { Account: { AccountID: bank.id, Code: bank.code } } : {}),
  Invoice: {
    Type: document.type,
    InvoiceID: document.id,
    InvoiceNumber: document.number,
    Payments: [],
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    HasErrors: false,
    IsDiscounted: false,
    Contact: namedContact(document.contact),
    LineItems: [],
    CurrencyCode: document.currency,
  },
  HasValidationErrors: false,
})
