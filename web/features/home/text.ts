export const homeText = {
  greeting: (name: string, org: string) => (name ? `Hello ${name}. This is ${org}.` : org),
  openDashboard: 'Open Performance',
  firstTitle: 'Bring in the first file',
  firstSay:
    'A CSV of your sales becomes metrics you can watch, compare and take apart down to the row. It takes about a minute.',
  importFile: 'Import a file',
  happened: 'What happened',
  nothingYet: 'Nothing yet. Imports, new metrics and changes of members appear here as they happen.',
  welcome: 'You are in',
  welcomeSay: 'What is shared with you is in the navigation.',
  setUp: 'Set-up',
  isDone: ', done',
  stepsDone: (done: number, all: number) => `${done} of ${all} done`,
  steps: {
    workspace: 'Create the workspace',
    file: 'Import the first file',
    people: 'Add somebody to work with',
  },
  example: [
    { name: 'Revenue', value: '$389.1K', share: 86 },
    { name: 'Orders', value: '5,268', share: 64 },
    { name: 'Gross margin', value: '61.2%', share: 61 },
  ],
} as const
