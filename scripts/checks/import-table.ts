/**
 * Who may import whom, one row per place. The first row whose `at` matches a file governs it;
 * a file that no row matches is refused, so a new folder has to be given its place here.
 */
export interface ImportRow {
  name: string
  at: RegExp
  /** Files of this repository it may import; `$1` stands for the first group of `at`. `null`: all but `web`. */
  files: readonly string[] | null
  /** Packages and `node:` modules it may import; `null`: all. */
  packages: RegExp | null
}

const contracts = '^contracts/'
const platform = '^worker/platform/'
const eventLog = '^worker/events/'
/** Facts of any feature: what happened is common knowledge. */
const anyEvents = '^worker/[^/]+/events\\.ts$'
const queueMessages = '^queues/messages\\.ts$'
const pureRules = '^worker/[^/]+/(rules|parsing)(/|\\.ts$)'
/** How money is converted: whoever stores amounts decides by these. */
const moneyRules = '^worker/currency/rules\\.ts$'
/** How rows get their keys: files and records are known by the same kind. */
const rowKeys = '^worker/imports/parsing/rowkey\\.ts$'
/** How cells of a CSV are written, so that none runs as a formula. */
const csvCells = '^worker/imports/parsing/write\\.ts$'
/** Hours, time off and clocks that change: working time is counted by the same module everywhere. */
const zoneRules = '^worker/availability/rules/'
/** What a file that somebody puts in is, by its first bytes. */
const fileHeaders = '^worker/media/'
const anyService = '^worker/[^/]+/(service(/|\\.ts$)|[^/]+\\.service\\.ts$)'
/** What reads providers: the engine, and the list of what it can read. */
const connectorEngine = '^worker/connectors/(engine/|registry\\.ts$)'
/** The front door's own data: people, keys, memberships and the directory in D1. */
const controlPlane = '^worker/(auth|workspaces)/'
const dbDoors = '^db/(?!schema(/|\\.ts$)|d1/schema|migrations/|seed/)'
const plainLibraries = /^(rrule-temporal|temporal-polyfill|zod)$/
/** Everything but the SQL builder, which only repositories, projections, auth and db/ may see. */
const noSqlBuilder = /^(?!drizzle-orm($|\/))/

export const importTable: readonly ImportRow[] = [
  {
    name: 'tests, scripts and benches',
    at: /(\.test\.tsx?$|\/testing\/|^scripts\/|^bench\/|^web\/e2e\/|^[^/]+\.config\.ts$|^web\/[^/]+\.config\.ts$)/,
    files: ['.'],
    packages: null,
  },
  {
    // A peer, not a mock: it knows the provider's wire and nothing of Orrery.
    name: 'stand-ins for providers',
    at: /^sandbox\//,
    files: ['^sandbox/'],
    packages: /^node:/,
  },
  { name: 'contracts', at: /^contracts\//, files: [contracts], packages: /^zod$/ },
  { name: 'the demo seed', at: /^db\/seed\//, files: null, packages: null },
  {
    name: 'db',
    at: /^db\//,
    files: [contracts, '^db/(?!seed/)'],
    packages: /^(drizzle-orm($|\/)|postgres$|better-auth\/adapters\/)/,
  },
  { name: 'queue messages', at: /^queues\/messages\.ts$/, files: [contracts], packages: /^zod$/ },
  {
    name: 'a composition root or registry',
    at: /^(worker\/index\.ts|worker\/edge\/app\.ts|worker\/tenant\/api\.ts|queues\/dispatch\.ts|worker\/.+\/registry\.ts)$/,
    files: null,
    packages: noSqlBuilder,
  },
  {
    name: 'queue consumers',
    at: /^queues\/consumers\//,
    files: [contracts, platform, queueMessages, pureRules, '^queues/consumers/', connectorEngine],
    packages: noSqlBuilder,
  },
  {
    // Money is counted by the same exact decimals as every other figure.
    name: 'rules of currency',
    at: /^worker\/currency\/rules\.ts$/,
    files: [contracts, '^worker/metrics/rules/decimals\\.ts$'],
    packages: /^$/,
  },
  {
    name: 'headers of files',
    at: /^worker\/media\//,
    files: [contracts, fileHeaders],
    packages: /^$/,
  },
  {
    // What a calendar is made of and how it repeats is known by libraries of its field.
    name: 'parsing of calendars',
    at: /^worker\/availability\/parsing\//,
    files: [contracts, '^worker/availability/(rules|parsing)/'],
    packages: /^(temporal-polyfill|zod|ical\.js|rrule-temporal)$/,
  },
  {
    name: 'pure rules',
    at: /^worker\/([^/]+)\/(?:rules|parsing)(?:\/|\.ts$)/,
    files: [contracts, '^worker/$1/(rules|parsing)(/|\\.ts$)', zoneRules],
    packages: plainLibraries,
  },
  {
    name: 'event definitions',
    at: /^worker\/[^/]+\/events\.ts$/,
    files: [contracts, '^worker/events/define\\.ts$'],
    packages: /^zod$/,
  },
  {
    // The type of the bindings names the objects and the messages; nothing of them runs here.
    name: 'the bindings',
    at: /^worker\/platform\/env\.ts$/,
    files: [contracts, platform, queueMessages, '^worker/tenant/(object|person-calls)\\.ts$'],
    packages: noSqlBuilder,
  },
  {
    name: 'platform',
    at: /^worker\/platform\//,
    files: [contracts, '^db/(?!seed/)', platform],
    packages: noSqlBuilder,
  },
  {
    name: 'connector manifests',
    at: /^worker\/connectors\/manifests\//,
    files: ['^worker/connectors/(engine/define\\.ts$|exceptions/)'],
    packages: /^$/,
  },
  {
    name: 'connector exceptions',
    at: /^worker\/connectors\/exceptions\//,
    files: [contracts, platform, '^worker/connectors/(engine|exceptions)/'],
    packages: /^$/,
  },
  {
    // Amounts are counted and rows of CSV are split as everywhere else.
    name: 'the connector engine',
    at: /^worker\/connectors\/engine\//,
    files: [
      contracts,
      platform,
      '^worker/connectors/engine/',
      '^worker/metrics/rules/decimals\\.ts$',
      '^worker/imports/parsing/csv\\.ts$',
    ],
    packages: noSqlBuilder,
  },
  {
    name: 'auth',
    at: /^worker\/auth\//,
    files: [contracts, platform, '^db/(d1/|[^/]+\\.ts$)', '^worker/auth/', queueMessages],
    packages: null,
  },
  {
    name: 'repositories and projections',
    at: /^worker\/([^/]+)\/(?:(?:repository|projection)(?:\/|\.ts$)|[^/]+\.(?:repository|projection)\.ts$)/,
    files: [contracts, platform, eventLog, '^db/(?!seed/)', '^worker/$1/'],
    packages: null,
  },
  {
    // What happens to a workspace in the control plane goes into its log by way of the outbox.
    name: 'workspaces',
    at: /^worker\/workspaces\//,
    files: [
      contracts,
      platform,
      dbDoors,
      anyService,
      queueMessages,
      controlPlane,
      fileHeaders,
      '^worker/events/workspace\\.ts$',
    ],
    packages: noSqlBuilder,
  },
  {
    // Fills the demo workspace from the seed files; nothing else in the Worker may see them.
    name: 'the demo',
    at: /^worker\/tenant\/demo(-bookings|-projects)?\.ts$/,
    files: [
      contracts,
      platform,
      eventLog,
      dbDoors,
      anyService,
      anyEvents,
      '^worker/tenant/',
      pureRules,
      '^db/seed/',
    ],
    packages: noSqlBuilder,
  },
  {
    name: 'the tenant object',
    at: /^worker\/tenant\//,
    files: [
      contracts,
      platform,
      eventLog,
      dbDoors,
      anyService,
      anyEvents,
      queueMessages,
      '^worker/tenant/',
      fileHeaders,
      pureRules,
    ],
    packages: noSqlBuilder,
  },
  {
    name: 'the front door',
    at: /^worker\/edge\//,
    files: [
      contracts,
      platform,
      eventLog,
      dbDoors,
      anyService,
      queueMessages,
      '^worker/edge/',
      fileHeaders,
      controlPlane,
      pureRules,
    ],
    packages: noSqlBuilder,
  },
  {
    // Routes run inside the tenant object: its context is how they reach the workspace.
    name: 'routes of a feature',
    at: /^worker\/([^/]+)\/(?:[a-z]+-)?routes\.ts$/,
    files: [
      contracts,
      platform,
      eventLog,
      dbDoors,
      anyService,
      '^worker/$1/',
      csvCells,
      fileHeaders,
      '^worker/tenant/(context|loads|consents|syncs|heads|access|backups|retention)\\.ts$',
    ],
    packages: noSqlBuilder,
  },
  {
    // The one place where a feature speaks to providers.
    name: 'the door of connections to providers',
    at: /^worker\/connections\/provider\.service\.ts$/,
    files: [contracts, platform, connectorEngine, '^worker/connections/'],
    packages: noSqlBuilder,
  },
  {
    name: 'a feature',
    at: /^worker\/([^/]+)\//,
    files: [
      contracts,
      platform,
      eventLog,
      dbDoors,
      anyService,
      anyEvents,
      queueMessages,
      moneyRules,
      rowKeys,
      zoneRules,
      fileHeaders,
      '^worker/$1/',
    ],
    packages: noSqlBuilder,
  },
  {
    name: 'web',
    at: /^web\//,
    files: [contracts, '^web/(?!e2e/)'],
    packages:
      /^(?!node:|cloudflare:|drizzle-orm|postgres$|hono|better-auth$|better-auth\/(?!client|solid)|@electric-sql|wrangler|miniflare)/,
  },
]
