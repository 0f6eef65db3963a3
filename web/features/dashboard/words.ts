/** Sentences of the dashboard. */
export const words = {
  title: 'Performance',
  lead: (days: string, currency: string) => `${days}, ${currency}`,
  what: 'The dashboard',
  figures: 'Figures',
  empty: {
    title: 'Your numbers appear here',
    say: 'Connect your books, or bring in a file of anything with a date, and this page fills while it loads: totals, trends, and the rows behind every number.',
    connect: 'Connect a source',
    action: 'Import a file',
    reader:
      'There are no metrics yet. An owner or admin of the workspace can connect a source, an editor can import a file.',
  },
  outside: {
    title: 'Nothing recorded in this range',
    found: (days: string) => `There is data for ${days}.`,
    none: 'The metrics exist, but no row has been loaded yet.',
    show: (days: string) => `Show ${days}`,
  },
  menu: { label: 'More actions', edit: 'Edit tiles', catalogue: 'All metrics' },
  edit: {
    title: 'Edit tiles',
    say: (max: number) => `Up to ${max} figures. The first one is the large chart.`,
    shown: 'Shown',
    more: 'Not shown',
    add: (label: string) => `Add ${label}`,
    remove: (label: string) => `Remove ${label}`,
    up: (label: string) => `Move ${label} up`,
    down: (label: string) => `Move ${label} down`,
    full: (max: number) => `There are ${max} already`,
    last: 'One has to stay',
    automatic: 'Back to automatic',
    saved: 'Tiles saved',
  },
  noDashboard: 'This workspace has no saved dashboard to change.',
} as const
