export const workspaceText = {
  newTitle: 'Create a workspace',
  newLead: 'A workspace holds the numbers of one business and the people who work with them.',
  name: 'Name',
  nameMissing: 'Enter a name for the workspace',
  slug: 'Address',
  slugHint: (address: string) => `Opens at ${address}`,
  slugWrong:
    'Address may have lower case letters, digits and single hyphens, at least two, and no word the site uses itself',
  timeZone: 'Time zone',
  timeZoneHint: 'Decides when a business day ends',
  currency: 'Currency',
  currencyHint: 'Of amounts that name none',
  weekStart: 'Weeks start on',
  weekStarts: [
    { value: '1', label: 'Monday' },
    { value: '6', label: 'Saturday' },
    { value: '7', label: 'Sunday' },
  ],
  fiscalYear: 'Fiscal year starts in',
  create: 'Create workspace',
  cancel: 'Cancel',
  changeLater:
    'You can rename the workspace later. Time zone and currency stay, because stored days depend on them.',
} as const
