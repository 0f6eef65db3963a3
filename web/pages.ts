import ArchiveRestore from 'lucide-solid/icons/archive-restore'
import ArchiveX from 'lucide-solid/icons/archive-x'
import Briefcase from 'lucide-solid/icons/briefcase'
import BriefcaseBusiness from 'lucide-solid/icons/briefcase-business'
import Building from 'lucide-solid/icons/building'
import CalendarCheck from 'lucide-solid/icons/calendar-check'
import CalendarCog from 'lucide-solid/icons/calendar-cog'
import CalendarRange from 'lucide-solid/icons/calendar-range'
import CalendarSync from 'lucide-solid/icons/calendar-sync'
import ChartGantt from 'lucide-solid/icons/chart-gantt'
import ChartLine from 'lucide-solid/icons/chart-line'
import Clock from 'lucide-solid/icons/clock'
import Contact from 'lucide-solid/icons/contact'
import FileUp from 'lucide-solid/icons/file-up'
import Gauge from 'lucide-solid/icons/gauge'
import House from 'lucide-solid/icons/house'
import IdCard from 'lucide-solid/icons/id-card'
import Inbox from 'lucide-solid/icons/inbox'
import KeyRound from 'lucide-solid/icons/key-round'
import Palette from 'lucide-solid/icons/palette'
import PencilLine from 'lucide-solid/icons/pencil-line'
import Plug from 'lucide-solid/icons/plug'
import ScrollText from 'lucide-solid/icons/scroll-text'
import Send from 'lucide-solid/icons/send'
import Settings2 from 'lucide-solid/icons/settings-2'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import Sigma from 'lucide-solid/icons/sigma'
import Trash from 'lucide-solid/icons/trash'
import UserCog from 'lucide-solid/icons/user-cog'
import UserRound from 'lucide-solid/icons/user-round'
import Users from 'lucide-solid/icons/users'
import { type Component, lazy } from 'solid-js'
import type { Permission } from '../contracts/permissions.ts'
import { paths } from './lib/paths.ts'
import { text } from './lib/text.ts'
import type { IconType } from './ui/Button.tsx'

export type PageModule = { default: Component }
/** Pages by file: what is not built is not here, and so has no route, no link and no command. */
const files = import.meta.glob<PageModule>('./features/*/*Page.tsx')

/** One page of a workspace, for the router, the navigation, the palette and the title alike. */
export interface PageEntry {
  path: string
  title: string
  group: string
  icon: IconType
  href: (org: string) => string
  load: () => Promise<PageModule>
  permission?: Permission
  /** Whom to name when the permission is missing. */
  neededRole?: string
  keys?: string
  words?: readonly string[]
  /** Short name in the bottom bar of a phone; absent: not there. */
  tab?: string
  isInNav?: boolean
  /** Left out of the navigation for whoever holds this: they have a page that shows more. */
  hiddenWith?: Permission
  isNarrow?: boolean
  /** Stands beside the name in the navigation: how much is waiting there. */
  count?: Component
  /** The list a detail page belongs to. */
  parent?: PageEntry
}

type Draft = Omit<PageEntry, 'load'> & { file: string }

const { overview, dashboards, work, data, settings } = text.nav
/** Groups of the navigation, in order. */
export const navGroups: readonly string[] = [overview, dashboards, work, data, settings]

const drafts: readonly Draft[] = [
  {
    file: 'home/HomePage',
    path: '/home',
    title: 'Home',
    group: overview,
    icon: House,
    href: paths.home,
    keys: 'g h',
    tab: 'Home',
  },
  {
    file: 'notifications/InboxPage',
    path: '/inbox',
    title: 'Inbox',
    group: overview,
    icon: Inbox,
    href: paths.inbox,
    permission: 'workspace.read',
    words: ['notifications', 'told', 'unread', 'bell'],
  },
  {
    file: 'notifications/PreferencesPage',
    path: '/inbox/preferences',
    title: 'What reaches you',
    group: overview,
    icon: Inbox,
    href: paths.inboxPreferences,
    permission: 'workspace.read',
    words: ['notifications', 'mute', 'quiet hours', 'digest', 'mail'],
    isInNav: false,
    isNarrow: true,
  },
  {
    file: 'dashboard/DashboardPage',
    path: '/d/finance',
    title: 'Performance',
    group: dashboards,
    icon: ChartLine,
    href: (org) => paths.dashboard(org),
    permission: 'metrics.read',
    keys: 'g f',
    words: ['dashboard', 'finance', 'revenue'],
    tab: 'Dashboards',
  },
  {
    file: 'bookings/BookingsPage',
    path: '/bookings',
    title: 'Bookings',
    group: work,
    icon: CalendarRange,
    href: (org) => paths.bookings(org),
    permission: 'bookings.read',
    neededRole: 'editors, managers, admins and owners',
    keys: 'g b',
    words: ['hold', 'pencil', 'calendar', 'timeline', 'schedule'],
  },
  {
    file: 'my-bookings/MyBookingsPage',
    path: '/my-bookings',
    title: 'My bookings',
    group: work,
    icon: CalendarCheck,
    href: paths.myBookings,
    permission: 'bookings.read_own',
    neededRole: 'freelancers',
    hiddenWith: 'bookings.read',
    words: ['accept', 'decline', 'own', 'mine'],
    tab: 'Bookings',
    isNarrow: true,
  },
  {
    file: 'projects/ProjectsPage',
    path: '/projects',
    title: 'Projects',
    group: work,
    icon: ChartGantt,
    href: paths.projects,
    permission: 'projects.read',
    neededRole: 'editors, managers, admins and owners',
    keys: 'g j',
    words: ['plan', 'gantt', 'tasks', 'milestones'],
  },
  {
    file: 'artists/ArtistsPage',
    path: '/artists',
    title: 'Artists',
    group: work,
    icon: Contact,
    href: (org) => paths.artists(org),
    permission: 'artists.read',
    neededRole: 'editors, managers, admins and owners',
    words: ['people', 'rooms', 'kit', 'skills', 'rates'],
  },
  {
    file: 'jobs/JobsPage',
    path: '/jobs',
    title: 'Jobs',
    group: work,
    icon: BriefcaseBusiness,
    href: (org) => paths.jobs(org),
    permission: 'jobs.read',
    neededRole: 'viewers, editors, managers, admins and owners',
    keys: 'g x',
    words: ['board', 'freelance', 'marketplace', 'hire', 'post', 'saved'],
  },
  {
    file: 'jobs/ApplicationsPage',
    path: '/applications',
    title: 'My applications',
    group: work,
    icon: Send,
    href: paths.applications,
    permission: 'jobs.read',
    neededRole: 'viewers, editors, managers, admins and owners',
    words: ['applied', 'sent', 'jobs'],
  },
  {
    file: 'jobs/ProfilePage',
    path: '/profile',
    title: 'My profile',
    group: work,
    icon: IdCard,
    href: paths.profile,
    permission: 'jobs.read',
    neededRole: 'viewers, editors, managers, admins and owners',
    words: ['freelancer', 'skills', 'experience', 'rate', 'card'],
  },
  {
    file: 'imports/ImportsPage',
    path: '/imports',
    title: 'Imports',
    group: data,
    icon: FileUp,
    href: paths.imports,
    permission: 'imports.read',
    neededRole: 'editors',
    keys: 'g i',
    words: ['upload', 'csv', 'file'],
    tab: 'Imports',
  },
  {
    file: 'values/ValuesPage',
    path: '/values',
    title: 'Enter values',
    group: data,
    icon: PencilLine,
    href: (org) => paths.values(org),
    permission: 'records.read',
    neededRole: 'editors, managers, admins and owners',
    keys: 'g v',
    words: ['type', 'by hand', 'manual', 'custom', 'figures', 'sheet'],
  },
  {
    file: 'clients/ClientsPage',
    path: '/clients',
    title: 'Clients',
    group: data,
    icon: Briefcase,
    href: (org) => paths.clients(org),
    permission: 'clients.read',
    words: ['customer', 'company', 'archive'],
  },
  {
    file: 'connectors/ConnectorsPage',
    path: '/connectors',
    title: 'Connectors',
    group: data,
    icon: Plug,
    href: (org) => paths.connectors(org),
    permission: 'connections.read',
    neededRole: 'editors, managers, admins and owners',
    keys: 'g k',
    count: lazy(() => import('./features/connectors/ProblemCount.tsx')),
    words: ['sources', 'sync', 'connect', 'xero'],
  },
  {
    file: 'metrics/MetricsPage',
    path: '/metrics',
    title: 'Metrics',
    group: data,
    icon: Sigma,
    href: paths.metrics,
    permission: 'metrics.read',
    keys: 'g m',
    tab: 'Metrics',
  },
  {
    file: 'settings/WorkspacePage',
    path: '/settings/workspace',
    title: 'Workspace',
    group: settings,
    icon: Settings2,
    href: (org) => paths.settings(org),
    keys: ',',
    isNarrow: true,
  },
  {
    file: 'people/MembersPage',
    path: '/settings/members',
    title: 'Members',
    group: settings,
    icon: Users,
    href: (org) => paths.settings(org, 'members'),
    permission: 'members.read',
    neededRole: 'managers, admins and owners',
    isNarrow: true,
  },
  {
    file: 'people/RolesPage',
    path: '/settings/roles',
    title: 'Roles',
    group: settings,
    icon: UserCog,
    href: (org) => paths.settings(org, 'roles'),
    permission: 'roles.read',
    neededRole: 'managers, admins and owners',
    words: ['permissions', 'rights', 'matrix'],
    isNarrow: true,
  },
  {
    file: 'booking-settings/BookingSettingsPage',
    path: '/settings/bookings',
    title: 'Bookings',
    group: settings,
    icon: CalendarCog,
    href: (org) => paths.settings(org, 'bookings'),
    permission: 'bookings.manage',
    neededRole: 'owners and admins',
    words: ['holds', 'pencil', 'block', 'setting'],
    isNarrow: true,
  },
  {
    file: 'settings/KeysPage',
    path: '/settings/api-keys',
    title: 'API keys',
    group: settings,
    icon: KeyRound,
    href: (org) => paths.settings(org, 'api-keys'),
    permission: 'keys.manage',
    neededRole: 'owners and admins',
    isNarrow: true,
  },
  {
    file: 'sso/SsoPage',
    path: '/settings/sign-in',
    title: 'Company sign-in',
    group: settings,
    icon: Building,
    href: (org) => paths.settings(org, 'sign-in'),
    permission: 'sso.manage',
    neededRole: 'owners',
    words: ['sso', 'saml', 'oidc', 'single sign-on', 'identity provider', 'domain'],
    isNarrow: true,
  },
  {
    file: 'audit/AuditPage',
    path: '/settings/audit',
    title: 'Audit',
    group: settings,
    icon: ScrollText,
    href: (org) => paths.settings(org, 'audit'),
    permission: 'audit.read',
    neededRole: 'owners and admins',
    words: ['log', 'history', 'who', 'changes', 'proof'],
  },
  {
    file: 'backups/BackupsPage',
    path: '/settings/backups',
    title: 'Backups',
    group: settings,
    icon: ArchiveRestore,
    href: (org) => paths.settings(org, 'backups'),
    permission: 'backups.read',
    neededRole: 'owners and admins',
    words: ['export', 'copy', 'restore', 'download'],
  },
  {
    file: 'retention/RetentionPage',
    path: '/settings/retention',
    title: 'Data & retention',
    group: settings,
    icon: ArchiveX,
    href: (org) => paths.settings(org, 'retention'),
    permission: 'privacy.read',
    neededRole: 'owners and admins',
    words: ['archive', 'privacy', 'how long', 'keep'],
  },
  {
    file: 'deletion/DangerPage',
    path: '/settings/danger',
    title: 'Danger zone',
    group: settings,
    icon: Trash,
    href: (org) => paths.settings(org, 'danger'),
    permission: 'workspace.delete',
    neededRole: 'owners',
    words: ['delete', 'remove', 'close'],
    isNarrow: true,
  },
  {
    file: 'settings/AppearancePage',
    path: '/settings/appearance',
    title: 'Appearance',
    group: settings,
    icon: Palette,
    href: (org) => paths.settings(org, 'appearance'),
    words: ['theme', 'dark', 'light'],
    isNarrow: true,
  },
  {
    file: 'account/ProfilePage',
    path: '/settings/profile',
    title: 'Profile',
    group: settings,
    icon: UserRound,
    href: (org) => paths.settings(org, 'profile'),
    words: ['name', 'email', 'password', 'account'],
    isNarrow: true,
  },
  {
    file: 'account/SecurityPage',
    path: '/settings/security',
    title: 'Security',
    group: settings,
    icon: ShieldCheck,
    href: (org) => paths.settings(org, 'security'),
    words: ['devices', 'sessions', 'sign out', 'two-factor', 'passkeys'],
    isNarrow: true,
  },
]

function built(draft: Draft): PageEntry[] {
  const load = files[`./features/${draft.file}.tsx`]
  return load ? [{ ...draft, load }] : []
}

/** The pages of a workspace that have an address of their own in the navigation, in its order. */
export const workspacePages: readonly PageEntry[] = drafts.flatMap(built)

const parentAt = (path: string) => workspacePages.find((page) => page.path === path)
/** Pages that stand below another one and are reached from it. */
export const details: readonly PageEntry[] = (
  [
    {
      file: 'onboarding/OnboardingPage',
      path: '/onboarding',
      title: 'Bring in your numbers',
      group: overview,
      icon: House,
      href: paths.onboarding,
      permission: 'imports.write',
      neededRole: 'editors',
      parent: parentAt('/home'),
    },
    {
      file: 'load/LoadPage',
      path: '/projects/load',
      title: 'Load',
      group: work,
      icon: Gauge,
      href: (org) => paths.projectLoad(org),
      permission: 'bookings.read',
      neededRole: 'editors, managers, admins and owners',
      words: ['overbooked', 'capacity', 'utilisation', 'busy', 'heat'],
      parent: parentAt('/projects'),
    },
    {
      file: 'proposals/ProposalsPage',
      path: '/projects/proposals',
      title: 'Proposals',
      group: work,
      icon: CalendarSync,
      href: (org) => paths.projectProposals(org),
      permission: 'bookings.read',
      neededRole: 'editors, managers, admins and owners',
      words: ['accept', 'decline', 'confirmed', 'move', 'cascade'],
      parent: parentAt('/projects'),
    },
    {
      file: 'working-hours/WorkingHoursPage',
      path: '/projects/hours',
      title: 'Working hours',
      group: work,
      icon: Clock,
      href: (org) => paths.workingHours(org),
      permission: 'projects.read',
      neededRole: 'editors, managers, admins and owners',
      words: ['holidays', 'calendar', 'week', 'time off'],
      parent: parentAt('/projects'),
    },
    {
      file: 'projects/ProjectPage',
      path: '/projects/:id',
      title: 'Project',
      group: work,
      icon: ChartGantt,
      href: paths.projects,
      permission: 'projects.read',
      neededRole: 'editors, managers, admins and owners',
      parent: parentAt('/projects'),
    },
    {
      file: 'artists/ArtistPage',
      path: '/artists/:id',
      title: 'Artist',
      group: work,
      icon: Contact,
      href: (org) => paths.artists(org),
      permission: 'artists.read',
      neededRole: 'editors, managers, admins and owners',
      parent: parentAt('/artists'),
    },
    {
      file: 'jobs/JobPage',
      path: '/jobs/:id',
      title: 'Job',
      group: work,
      icon: BriefcaseBusiness,
      href: (org) => paths.jobs(org),
      permission: 'jobs.read',
      neededRole: 'viewers, editors, managers, admins and owners',
      parent: parentAt('/jobs'),
    },
    {
      file: 'imports/ImportPage',
      path: '/imports/:id',
      title: 'Import',
      group: data,
      icon: FileUp,
      href: paths.imports,
      permission: 'imports.read',
      neededRole: 'editors',
      parent: parentAt('/imports'),
    },
    {
      file: 'connectors/NewConnectorPage',
      path: '/connectors/new',
      title: 'Add a connector',
      group: data,
      icon: Plug,
      href: (org) => paths.newConnector(org),
      permission: 'connections.manage',
      neededRole: 'owners and admins',
      parent: parentAt('/connectors'),
    },
    {
      file: 'connectors/ConnectorPage',
      path: '/connectors/:id/:tab?',
      title: 'Connector',
      group: data,
      icon: Plug,
      href: (org) => paths.connectors(org),
      permission: 'connections.read',
      neededRole: 'editors, managers, admins and owners',
      parent: parentAt('/connectors'),
    },
    {
      file: 'metrics/MetricPage',
      path: '/metrics/:key',
      title: 'Metric',
      group: data,
      icon: Sigma,
      href: paths.metrics,
      permission: 'metrics.read',
      parent: parentAt('/metrics'),
    },
  ] satisfies Draft[]
).flatMap(built)

/** The page a matched route stands for. */
export function pageOf(info: Record<string, unknown> | undefined): PageEntry | undefined {
  // Only web/routes.tsx puts something there.
  return info?.page as PageEntry | undefined
}
