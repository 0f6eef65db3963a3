/** What an entry of the audit is about; one choice of the filter each. Without the schema library, for the web. */
export const auditKinds = [
  'workspace',
  'clients',
  'metrics',
  'dashboards',
  'imports',
  'records',
  'connections',
  'bookings',
  'projects',
  'jobs',
  'people',
  'keys',
  'safety',
  'access',
] as const
export type AuditKind = (typeof auditKinds)[number]

/**
 * What access is noted: opened with a new session or key, rows read, files taken out, refused for want of a permission,
 * looked at by support. */
export const accessKinds = ['opened', 'rows', 'export', 'secret', 'refused', 'support'] as const
export type AccessKind = (typeof accessKinds)[number]
