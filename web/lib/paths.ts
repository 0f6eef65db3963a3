/** Builds every address of the app; no component writes a path by hand. */

export type SettingsSection =
  | 'workspace'
  | 'members'
  | 'roles'
  | 'api-keys'
  | 'bookings'
  | 'sign-in'
  | 'audit'
  | 'backups'
  | 'retention'
  | 'danger'
  | 'appearance'
  | 'profile'
  | 'security'
export type ConnectorTab = 'overview' | 'runs' | 'fields' | 'schedule' | 'settings'

const part = encodeURIComponent

export const paths = {
  root: () => '/',
  login: (next?: string) => (next && next !== '/' ? `/login?next=${part(next)}` : '/login'),
  secondStep: (next?: string) => (next ? `/login/two-factor?next=${part(next)}` : '/login/two-factor'),
  forgotPassword: () => '/login/forgot',
  resetPassword: (token = '') => (token ? `/login/reset?token=${part(token)}` : '/login/reset'),
  signup: (next?: string) => (next ? `/signup?next=${part(next)}` : '/signup'),
  join: () => '/join',
  newWorkspace: () => '/new',
  /** A page of one's own without a workspace in its address, for mails. */
  mySettings: (section: 'profile' | 'security') => `/settings/${section}`,
  gallery: () => '/dev/gallery',
  deletions: () => '/deletions',
  mailbox: () => '/dev/mail',
  home: (org: string) => `/${part(org)}/home`,
  inbox: (org: string) => `/${part(org)}/inbox`,
  inboxPreferences: (org: string) => `/${part(org)}/inbox/preferences`,
  onboarding: (org: string) => `/${part(org)}/onboarding`,
  dashboard: (org: string, query = '') => `/${part(org)}/d/finance${query}`,
  metrics: (org: string) => `/${part(org)}/metrics`,
  metric: (org: string, key: string, query = '') => `/${part(org)}/metrics/${part(key)}${query}`,
  clients: (org: string, query = '') => `/${part(org)}/clients${query}`,
  bookings: (org: string, query = '') => `/${part(org)}/bookings${query}`,
  myBookings: (org: string) => `/${part(org)}/my-bookings`,
  projects: (org: string) => `/${part(org)}/projects`,
  project: (org: string, id: string, query = '') => `/${part(org)}/projects/${part(id)}${query}`,
  projectLoad: (org: string, query = '') => `/${part(org)}/projects/load${query}`,
  projectProposals: (org: string, query = '') => `/${part(org)}/projects/proposals${query}`,
  workingHours: (org: string, query = '') => `/${part(org)}/projects/hours${query}`,
  artists: (org: string) => `/${part(org)}/artists`,
  jobs: (org: string, query = '') => `/${part(org)}/jobs${query}`,
  job: (org: string, id: string) => `/${part(org)}/jobs/${part(id)}`,
  profile: (org: string) => `/${part(org)}/profile`,
  applications: (org: string) => `/${part(org)}/applications`,
  artist: (org: string, id: string) => `/${part(org)}/artists/${part(id)}`,
  values: (org: string, query = '') => `/${part(org)}/values${query}`,
  imports: (org: string) => `/${part(org)}/imports`,
  import: (org: string, id: string) => `/${part(org)}/imports/${part(id)}`,
  connectors: (org: string, query = '') => `/${part(org)}/connectors${query}`,
  newConnector: (org: string, query = '') => `/${part(org)}/connectors/new${query}`,
  connector: (org: string, id: string, tab?: ConnectorTab) =>
    `/${part(org)}/connectors/${part(id)}${tab && tab !== 'overview' ? `/${tab}` : ''}`,
  settings: (org: string, section: SettingsSection = 'workspace') => `/${part(org)}/settings/${section}`,
}

/** A `next` address is followed only inside this site: one slash, then no second one and no backslash. */
export function safeNext(next: unknown): string | null {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : null
}
