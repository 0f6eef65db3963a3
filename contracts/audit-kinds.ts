/** What an entry of the audit is about; one choice of the filter each. Without the schema library, for the web. */
export const auditKinds = [
  'workspace',
  'clients',
  'metrics',
  'dashboards',
  'imports',
  'records',
  'connections',
  'safety',
  'access',
] as const
export type AuditKind = (typeof auditKinds)[number]
