import { useQuery } from '@tanstack/solid-query'
import Download from 'lucide-solid/icons/download'
import { For, type JSX, Show } from 'solid-js'
import type { ArchivedRelation, ArchiveView, RetentionRule } from '../../../contracts/retention.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { archiveAddress, archivesQuery } from './queries.ts'
import { words } from './words.ts'

const ruleOf: Record<ArchivedRelation, RetentionRule> = {
  financials: 'financials',
  lead_events: 'leads',
  custom_metrics: 'custom_metrics',
}

/** What lies in the archive, a year of a table a line, and the way out for whoever may take copies. */
export function ArchiveCard(): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => archivesQuery(workspace().id))
  return (
    <Card title={words.archive}>
      <QueryView query={query} what={words.archive} skeleton={<Skeleton label={words.archive} rows={2} />}>
        {(lines) => (
          <Show when={lines().length > 0} fallback={<p class="sm muted">{words.archiveNone}</p>}>
            <p class="sm muted">{words.archiveSay}</p>
            <dl class="retention-preview after">
              <For each={lines()}>{(line) => <Line line={line} />}</For>
            </dl>
          </Show>
        )}
      </QueryView>
    </Card>
  )
}

function Line(props: { line: ArchiveView }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const name = () => words.rules[ruleOf[props.line.relation]].name
  return (
    <div class="retention-archive">
      <dt>{words.archiveOf(name(), props.line.year)}</dt>
      <dd class="num">
        {words.archived(props.line.rows, format().count(String(props.line.rows)))}
        <Show when={may('backups.manage')}>
          <LinkButton
            size="sm"
            icon={Download}
            href={archiveAddress(workspace().id, props.line)}
            download
            label={words.downloadOf(name(), props.line.year)}
          >
            {words.download}
          </LinkButton>
        </Show>
      </dd>
    </div>
  )
}
