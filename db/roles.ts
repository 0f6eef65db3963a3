/** The roles of the facts plane. The embedded server's superuser and a hosted server's admin are not among them. */
export const DATABASE_ROLES = ['orrery_owner', 'orrery_app', 'orrery_lab'] as const
export type DatabaseRole = (typeof DATABASE_ROLES)[number]
export type RolePasswords = Readonly<Record<DatabaseRole, string>>

/**
 * Limits belong to the role, because a pooler resets the settings of a session. The owner has none: a migration
 * may take its time.
 */
const ROLE_LIMITS: Readonly<Record<DatabaseRole, Readonly<Record<string, string>>>> = {
  orrery_owner: {},
  orrery_app: { lock_timeout: '2s', statement_timeout: '20s', idle_in_transaction_session_timeout: '5s' },
  orrery_lab: { lock_timeout: '1s', statement_timeout: '10s', idle_in_transaction_session_timeout: '5s' },
}

/** Without the first the schema cannot be made; the others are used where they exist. */
export const REQUIRED_EXTENSIONS = ['btree_gist'] as const
export const OPTIONAL_EXTENSIONS = ['pgcrypto', 'vector'] as const

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * Statements an admin runs before the migrations, safe to repeat: the roles with their passwords and limits, and the
 * right of the owner to create things in `database`.
 */
export function roleStatements(
  database: string,
  passwords: RolePasswords,
  existing: ReadonlySet<string>,
): string[] {
  const statements = DATABASE_ROLES.flatMap((role) => {
    const verb = existing.has(role) ? 'alter' : 'create'
    const limits = Object.entries(ROLE_LIMITS[role])
    return [
      `${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${literal(passwords[role])}`,
      ...limits.map(([name, value]) => `alter role ${role} set ${name} = ${literal(value)}`),
    ]
  })
  return [
    ...statements,
    `grant connect, create, temporary on database ${quoted(database)} to orrery_owner`,
    `grant connect on database ${quoted(database)} to orrery_app, orrery_lab`,
    'revoke create on schema public from public',
    'grant usage, create on schema public to orrery_owner',
    'grant usage on schema public to orrery_app, orrery_lab',
  ]
}

/**
 * Statements the owner runs before the migrations: what it makes from then on, the app may use. A migration can take
 * back what goes too far, so this is never repeated over existing tables.
 */
export const ownerGrants: readonly string[] = [
  'alter default privileges in schema public grant select, insert, update, delete on tables to orrery_app',
  'alter default privileges in schema public grant usage, select on sequences to orrery_app',
]
