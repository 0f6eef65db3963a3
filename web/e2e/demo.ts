import path from 'node:path'
import { paths } from '../lib/paths.ts'

/** The owner of the demo workspace, who is seeded on a developer's machine only. */
export const demo = { email: 'demo@orrery.example', password: 'orrery-demo', workspace: 'demo' }

/** Where the session of the demo owner is kept for the length of one run. */
export const signedInFile = (): string => path.join(process.env.E2E_FOLDER ?? '', 'signed-in.json')

/** What a visitor can open without an account, beside the reference of the API. */
export const visitorPages: Readonly<Record<string, string>> = {
  start: paths.root(),
  privacy: '/privacy',
  terms: '/terms',
  login: paths.login(),
  signup: paths.signup(),
  secondStep: paths.secondStep(),
  forgotPassword: paths.forgotPassword(),
  resetPassword: paths.resetPassword('a-token-that-looks-right'),
}

/** Every page of the demo workspace and of the app around it, by the name of its builder in web/lib/paths.ts. */
export const memberPages: Readonly<Record<string, string>> = {
  root: paths.root(),
  newWorkspace: paths.newWorkspace(),
  join: paths.join(),
  gallery: paths.gallery(),
  mailbox: paths.mailbox(),
  home: paths.home(demo.workspace),
  inbox: paths.inbox(demo.workspace),
  inboxPreferences: paths.inboxPreferences(demo.workspace),
  onboarding: paths.onboarding(demo.workspace),
  dashboard: paths.dashboard(demo.workspace),
  metrics: paths.metrics(demo.workspace),
  metric: paths.metric(demo.workspace, 'job_sales'),
  bookings: paths.bookings(demo.workspace),
  myBookings: paths.myBookings(demo.workspace),
  projects: paths.projects(demo.workspace),
  projectLoad: paths.projectLoad(demo.workspace),
  projectProposals: paths.projectProposals(demo.workspace),
  workingHours: paths.workingHours(demo.workspace),
  artists: paths.artists(demo.workspace),
  jobs: paths.jobs(demo.workspace),
  profile: paths.profile(demo.workspace),
  applications: paths.applications(demo.workspace),
  imports: paths.imports(demo.workspace),
  values: paths.values(demo.workspace),
  clients: paths.clients(demo.workspace),
  connectors: paths.connectors(demo.workspace),
  newConnector: paths.newConnector(demo.workspace),
  'settings/workspace': paths.settings(demo.workspace, 'workspace'),
  'settings/roles': paths.settings(demo.workspace, 'roles'),
  'settings/members': paths.settings(demo.workspace, 'members'),
  'settings/bookings': paths.settings(demo.workspace, 'bookings'),
  'settings/api-keys': paths.settings(demo.workspace, 'api-keys'),
  'settings/sign-in': paths.settings(demo.workspace, 'sign-in'),
  'settings/audit': paths.settings(demo.workspace, 'audit'),
  'settings/backups': paths.settings(demo.workspace, 'backups'),
  'settings/retention': paths.settings(demo.workspace, 'retention'),
  'settings/danger': paths.settings(demo.workspace, 'danger'),
  deletions: paths.deletions(),
  'settings/appearance': paths.settings(demo.workspace, 'appearance'),
  'settings/profile': paths.settings(demo.workspace, 'profile'),
  'settings/security': paths.settings(demo.workspace, 'security'),
  mySettings: paths.mySettings('security'),
}

/** Pages that exist only once something has been made; the journey that makes it looks at them. */
export const pagesOfJourneys: readonly string[] = ['import', 'connector', 'artist', 'project', 'job']
