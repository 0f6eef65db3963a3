export const homeText = {
  greeting: (name: string, org: string) => (name ? `Hello ${name}. This is ${org}.` : org),
  openDashboard: 'Open Performance',
  firstTitle: 'Bring in your numbers',
  firstSay:
    'Connect a source, upload a file, or look around with sample data first. It takes about a minute.',
  importFile: 'Choose how to begin',
  happened: 'What happened',
  nothingYet: 'Nothing yet. Imports, new metrics and changes of members appear here as they happen.',
  welcome: 'You are in',
  welcomeSay: 'What is shared with you is in the navigation.',
  setUp: 'Set-up',
  isDone: ', done',
  stepsDone: (done: number, all: number) => `${done} of ${all} done`,
  steps: {
    workspace: 'Create the workspace',
    data: 'Bring in your own numbers',
    look: 'Look at them on the dashboard',
    people: 'Add a colleague or a key for a program',
  },
  example: [
    { name: 'Revenue', value: '$389.1K', share: 86 },
    { name: 'Orders', value: '5,268', share: 64 },
    { name: 'Gross margin', value: '61.2%', share: 61 },
  ],
} as const
