export const onboardingText = {
  title: 'Bring in your numbers',
  sub: (org: string) => `${org} is ready. Choose how it gets its first numbers; you can do the others later.`,
  connect: 'Connect a source',
  connectSay: 'Sign in to the system you already run on. Numbers arrive by themselves from then on.',
  upload: 'Upload a file',
  uploadSay: 'A CSV of your sales becomes metrics you can take apart down to the row.',
  sample: 'Look around with sample data',
  sampleSay:
    'An invented company with fourteen months of numbers. Marked on every page, gone with one press.',
  openSample: 'Open sample data',
  later: 'Later',
  opened: 'Sample data is open',
  strip: 'Sample data',
  stripSay: 'These numbers belong to an invented company.',
  remove: 'Remove sample data',
  removed: 'Sample data was removed',
  undo: 'Undo',
} as const
