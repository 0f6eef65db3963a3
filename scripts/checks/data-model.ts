import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { getTableName, is } from 'drizzle-orm'
import { PgTable, getTableConfig as pgConfig } from 'drizzle-orm/pg-core'
import { SQLiteTable, getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core'

const document = 'docs/data-model.md'

/** One table as the diagram shows it. */
export interface Entity {
  name: string
  columns: { name: string; type: string; key: boolean; optional: boolean }[]
  /** Enforced references: a foreign key of the database. */
  references: { to: string; columns: string[] }[]
}

/** Reads the tables of all modules in a folder, in alphabetical order of their names. */
export async function readEntities(folder: string): Promise<Entity[]> {
  const entities = new Map<string, Entity>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const module: Record<string, unknown> = await import(pathToFileURL(path.resolve(folder, file)).href)
    for (const value of Object.values(module)) {
      if (is(value, PgTable)) entities.set(getTableName(value), toEntity(pgConfig(value)))
      if (is(value, SQLiteTable)) entities.set(getTableName(value), toEntity(sqliteConfig(value)))
    }
  }
  return [...entities.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

type TableConfig = ReturnType<typeof pgConfig> | ReturnType<typeof sqliteConfig>

function toEntity(table: TableConfig): Entity {
  const keys = new Set(table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name)))
  return {
    name: table.name,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      key: column.primary || keys.has(column.name),
      optional: !column.notNull,
    })),
    references: table.foreignKeys.map((key) => {
      const { foreignTable, columns } = key.reference()
      return { to: getTableName(foreignTable), columns: columns.map((column) => column.name) }
    }),
  }
}

/** Links the database does not enforce but the code keeps: a column `client_id` in another table than `clients`. */
const namedLinks: Readonly<Record<string, string>> = {
  client_id: 'clients',
  connection_id: 'connections',
  import_id: 'imports',
  metric_no: 'metric_definitions',
}

/** A Mermaid entity diagram: solid lines are foreign keys, dotted lines are kept by the code. */
export function renderDiagram(entities: readonly Entity[]): string {
  const names = new Set(entities.map((entity) => entity.name))
  const lines = ['```mermaid', 'erDiagram']
  for (const entity of entities) {
    lines.push(`  ${entity.name} {`)
    for (const column of entity.columns) {
      const marks = `${column.key ? ' PK' : ''}${column.optional ? ' "may be empty"' : ''}`
      lines.push(
        `    ${column.type
          .replace(/\s+/g, '_')
          .replace(/[(,)]+/g, '_')
          .replace(/_+$/, '')} ${column.name}${marks}`,
      )
    }
    lines.push('  }')
  }
  for (const entity of entities) {
    for (const link of entity.references)
      lines.push(`  ${link.to} ||--o{ ${entity.name} : "${link.columns.join(', ')}"`)
    for (const column of entity.columns) {
      const target = namedLinks[column.name]
      if (target && target !== entity.name && names.has(target))
        lines.push(`  ${target} ||..o{ ${entity.name} : "${column.name}"`)
    }
  }
  return [...lines, '```'].join('\n')
}

/** Puts each diagram between its marks; throws when a mark is missing. */
export function putDiagrams(text: string, diagrams: Readonly<Record<string, string>>): string {
  let result = text
  for (const [name, diagram] of Object.entries(diagrams)) {
    const open = `<!-- diagram:${name} -->`
    const close = `<!-- /diagram:${name} -->`
    const from = result.indexOf(open)
    const to = result.indexOf(close)
    if (from < 0 || to < from) throw new Error(`${document} has no place for the diagram ${name}`)
    result = `${result.slice(0, from + open.length)}\n${diagram}\n${result.slice(to)}`
  }
  return result
}

async function withCurrentDiagrams(text: string): Promise<{ text: string; tables: number }> {
  const facts = await readEntities('db/schema')
  const control = await readEntities('db/d1')
  const diagrams = { facts: renderDiagram(facts), control: renderDiagram(control) }
  return { text: putDiagrams(text, diagrams), tables: facts.length + control.length }
}

/** Says whether the document still shows the schema as it is. */
export async function checkDataModel(): Promise<{ summary: string; problems: string[] }> {
  const text = readFileSync(document, 'utf8')
  const current = await withCurrentDiagrams(text)
  return {
    summary: `${current.tables} tables`,
    problems:
      current.text === text ? [] : [`${document} does not show the schema as it is: run npm run data-model`],
  }
}

if (import.meta.main) {
  const current = await withCurrentDiagrams(readFileSync(document, 'utf8'))
  writeFileSync(document, current.text)
  console.log(`${document}: ${current.tables} tables`)
}
